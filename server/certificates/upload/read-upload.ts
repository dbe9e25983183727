import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'

/** A file as it was sent; `bytes` is empty when there is none. It is held in memory and nowhere else. */
export type Upload = { bytes: Buffer; tooLarge: boolean }

/** Reads the file of the form, to its end also where it is too large: a browser shows no answer before that. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  const nothing = { bytes: Buffer.alloc(0), tooLarge: false }
  if (!request.isMultipart()) return nothing
  let upload: Upload | null = null
  try {
    for await (const part of request.parts({ limits: bounds })) {
      if (part.type !== 'file') continue
      const bytes = await part.toBuffer() // read in any case, or the next part never comes
      upload ??= part.fieldname === 'file' ? { bytes, tooLarge: part.file.truncated } : null
    }
  } catch (error) {
    // Some faults of a body have a status of their own; one that breaks off in the middle has none.
    if (error instanceof Error && 'statusCode' in error) throw error
    throw new Refusal(400, 'bad_request')
  }
  return upload ?? nothing
}

const bounds = { fileSize: limits.checkedFileBytes, fieldSize: 1024, files: 2, fields: 5, parts: 7 }
