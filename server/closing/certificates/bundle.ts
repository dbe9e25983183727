import { Readable } from 'node:stream'
import type { Issued } from '../../certificates/badge/badge.ts'
import type { PrintOptions } from '../../certificates/certificate-print.ts'
import { fileNameOf } from '../../certificates/file-name.ts'
import type { Seals } from '../../certificates/issued-file.ts'
import { zipStream } from '../../platform/documents/zip.ts'
import { openDrawingThread, type Task } from './drawing-thread.ts'

/** Each certificate's own file, as its holder has it, in one ZIP file. */
export function bundleZip(certificates: readonly Issued[], seals: Seals): Readable {
  const thread = openDrawingThread(seals)
  async function* draw(issued: Issued) {
    yield await thread.do({ draw: issued })
  }
  const entries = certificates.map((issued) => ({
    name: fileNameOf(issued.record),
    chunks: draw(issued),
    stored: true,
  }))
  return zipStream(entries).once('close', thread.end) // also when nobody reads on
}

/** All certificates in one document for a printer, sent page by page as it is drawn. */
export function printOf(certificates: readonly Issued[], options: PrintOptions, seals: Seals): Readable {
  const thread = openDrawingThread(seals)
  const tasks: Task[] = [{ open: options }, ...certificates.map(({ record }) => ({ add: record })), { end: true }]
  async function* draw() {
    for (const task of tasks) {
      const bytes = await thread.do(task)
      if (bytes.length > 0) yield bytes
    }
  }
  return Readable.from(draw(), { objectMode: false }).once('close', thread.end)
}
