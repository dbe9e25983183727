import { PassThrough, pipeline, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

type Chunk = string | Uint8Array
/** `stored` leaves out the compressing, for what is compressed already. */
export type ZipEntry = { name: string; chunks: Iterable<Chunk> | AsyncIterable<Chunk>; stored?: boolean }

/** Midnight of 1 January 1980, the first that a ZIP can tell: a file of the same rows is the same file. */
const undated = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }

/**
 * The entries as one compressed ZIP file, sent as they are read: what is in memory is a chunk and the compressor's
 * window. An entry that fails ends the file with its error; when nobody reads on, no entry is read on.
 */
export function zipStream(entries: Iterable<ZipEntry>): Readable {
  const sent = new PassThrough()
  const zip = new ZipFile()
  let source: Readable | undefined // they are opened one after the other
  for (const { name, chunks, stored = false } of entries)
    zip.addReadStreamLazy(name, { ...undated, ...(stored ? { compress: false } : { compressionLevel: 4 }) }, (give) => {
      source = Readable.from(chunks)
      source.on('error', (error) => sent.destroy(error))
      give(null, source)
    })
  zip.end()
  sent.on('close', () => source?.destroy())
  pipeline(zip.outputStream, sent, () => {}) // who reads `sent` hears of its errors
  return sent
}

/** A ZIP file of texts, none of them compressed. Throws where a name leads out of the file. */
export function storedZip(parts: readonly { name: string; text: string }[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const { name, text } of parts) zip.addBuffer(Buffer.from(text), name, { ...undated, compress: false })
  zip.end()
  return buffer(zip.outputStream)
}
