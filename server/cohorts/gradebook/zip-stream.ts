import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

export type ZipEntry = { name: string; chunks: Iterable<string> | AsyncIterable<string> }
type Written = { name: Buffer; crc: number; packed: number; size: number; at: number }

/** Sizes follow the data (bit 3), which is not known before it is sent; names are UTF-8 (bit 11); deflated. */
const flags = 0x0808
const deflated = 8
const version = 20
/** Midnight of 1 January 1980, the first that a ZIP can tell: a file of the same rows is the same file. */
const madeOn = 0x0021
/** The last byte that the format without its extensions can count to. */
const mostBytes = 0xffffffff

/**
 * The entries as one ZIP file (PKWARE's APPNOTE 6.3, without ZIP64), sent as they are read: what is in memory is a chunk
 * and the compressor's window. Throws a RangeError at 4 GiB.
 */
export async function* zipStream(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let at = 0
  for (const { name, chunks } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, at }
    const head = Buffer.concat([
      numbers([0x04034b50, 4], ...describe(null), [entry.name.length, 2], [0, 2]),
      entry.name,
    ])
    yield head
    for await (const packed of deflate(chunks, entry)) {
      entry.packed += packed.length
      yield packed
    }
    const tail = numbers([0x08074b50, 4], [entry.crc, 4], [entry.packed, 4], [entry.size, 4])
    yield tail
    at += head.length + entry.packed + tail.length
    if (entry.size > mostBytes || at > mostBytes) throw new RangeError('A ZIP file without ZIP64 ends at 4 GiB.')
    written.push(entry)
  }
  const directory = Buffer.concat(written.flatMap((entry) => [directoryEntry(entry), entry.name]))
  const count = written.length
  const end = numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [at, 4], [0, 2])
  yield Buffer.concat([directory, end])
}

/** The compressed bytes of the chunks; `entry` gets their size and check sum. */
async function* deflate(chunks: ZipEntry['chunks'], entry: Written): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk)
      entry.crc = crc32(bytes, entry.crc)
      entry.size += bytes.length
      yield bytes
    }
  }
  const packer = createDeflateRaw({ level: 4 })
  const packing = pipeline(Readable.from(counted()), packer)
  packing.catch(() => {}) // told by the loop below, which ends with the same error
  yield* packer
  await packing
}

type Sized = [value: number, bytes: 2 | 4]
/** From "version needed" to "uncompressed size"; null where the figures are not known yet. */
const describe = (entry: Written | null): Sized[] => [
  [version, 2],
  [flags, 2],
  [deflated, 2],
  [0, 2],
  [madeOn, 2],
  [entry?.crc ?? 0, 4],
  [entry?.packed ?? 0, 4],
  [entry?.size ?? 0, 4],
]

/** No extra field and no comment, on the first disk, with no attributes. */
const directoryEntry = (entry: Written): Buffer =>
  numbers(
    [0x02014b50, 4],
    [version, 2],
    ...describe(entry),
    [entry.name.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [entry.at, 4],
  )

/** Numbers one after another, the smallest byte first. */
function numbers(...sized: Sized[]): Buffer {
  const bytes = Buffer.alloc(sized.reduce((sum, [, length]) => sum + length, 0))
  let at = 0
  for (const [value, length] of sized) at = bytes.writeUIntLE(value, at, length)
  return bytes
}
