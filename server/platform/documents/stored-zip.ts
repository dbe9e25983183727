import { crc32 } from 'node:zlib'

/** A ZIP file of texts, none of them compressed (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function storedZip(parts: readonly { name: string; text: string }[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text } of parts) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)]
    const described = description(path, content)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), described, path, content])
    const place = Buffer.alloc(14) // no comment, first disk, no attributes, and where the file begins
    place.writeUInt32LE(offset, 10)
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

/** What both headers say of a file: version 2.0, names in UTF-8, stored, no time, its check sum, sizes and name. */
function description(path: Buffer, content: Buffer): Buffer {
  const described = Buffer.alloc(26)
  described.writeUInt16LE(20, 0)
  described.writeUInt16LE(0x0800, 2)
  described.writeUInt32LE(crc32(content), 10)
  described.writeUInt32LE(content.length, 14)
  described.writeUInt32LE(content.length, 18)
  described.writeUInt16LE(path.length, 22)
  return described
}
