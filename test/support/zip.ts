import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a ZIP file; `flags` of 1 says that it is locked, `declared` is a size that need not be true. */
export type ZipPart = { name: string; content: string; flags?: number; declared?: number }

/** A compressed ZIP file, also one that is not as it should be. `before`: bytes that its table of contents does not list. */
export function zipOf(parts: readonly ZipPart[], before: Buffer = Buffer.alloc(0)): Buffer {
  const files: Buffer[] = [before]
  const directory: Buffer[] = []
  let offset = before.length
  for (const { name, content, flags = 0, declared } of parts) {
    const [path, packed] = [Buffer.from(name), deflateRawSync(content)]
    const described = Buffer.alloc(26)
    described.writeUInt16LE(20, 0)
    described.writeUInt16LE(flags, 2)
    described.writeUInt16LE(8, 4)
    described.writeUInt32LE(crc32(content), 10)
    described.writeUInt32LE(packed.length, 14)
    described.writeUInt32LE(declared ?? Buffer.byteLength(content), 18)
    described.writeUInt16LE(path.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), described, path, packed])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), described, place, path]))
    files.push(file)
    offset += file.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, listed, end])
}
