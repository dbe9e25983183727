import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { limits } from '../web/limits.ts'

/** A ZIP file that is more than we unpack: too many parts, too large ones, others within it, or locked. */
export class Overfull extends Error {}

export type Part = { name: string; text: string }

/**
 * The XML parts of a ZIP file. Its table of contents is checked as a whole before anything is unpacked; a part that
 * turns out longer than the table says stops the work. Throws Overfull, or the unpacker's error for a broken file.
 */
export async function unpackText(bytes: Buffer): Promise<Part[]> {
  const zip = await open(bytes)
  const entries = await entriesOf(zip)
  const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (declared > limits.workbookBytes) throw new Overfull('The parts are too large.')
  if (entries.some((entry) => entry.isEncrypted())) throw new Overfull('A part is locked.')
  if (entries.some(({ fileName }) => /\.(zip|xls\w?|ods|jar|7z|gz)$/i.test(fileName)))
    throw new Overfull('A file within the file.')
  const parts: Part[] = []
  for (const entry of entries)
    if (/\.(xml|rels)$/.test(entry.fileName)) parts.push({ name: entry.fileName, text: await textOf(zip, entry) })
  return parts
}

const open = (bytes: Buffer) =>
  new Promise<yauzl.ZipFile>((done, fail) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? fail(error) : done(zip))),
  )

const entriesOf = (zip: yauzl.ZipFile) =>
  new Promise<yauzl.Entry[]>((done, fail) => {
    const entries: yauzl.Entry[] = []
    if (zip.entryCount > limits.workbookParts) return fail(new Overfull('There are too many parts.'))
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => done(entries))
    zip.on('error', fail)
    zip.readEntry()
  })

const textOf = (zip: yauzl.ZipFile, entry: yauzl.Entry) =>
  new Promise<string>((done, fail) =>
    zip.openReadStream(entry, (error, stream) => {
      if (error) return fail(error)
      buffer(stream).then((content) => done(content.toString('utf8')), fail)
    }),
  )
