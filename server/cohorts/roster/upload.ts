import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'

/** A list as it was sent: a file that was chosen, or a table that was pasted. `bytes` is empty when there is neither. */
export type Upload = { bytes: Buffer; tooLarge: boolean }

/** Reads the upload form, also when it comes without a file from a program that sends plain forms. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) return pastedIn((request.body as Record<string, unknown> | null)?.pasted)
  let [file, pasted]: (Upload | null)[] = [null, null]
  try {
    for await (const part of request.parts({ limits: bounds })) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer() // read to its end in any case, or the next part never comes
        if (part.fieldname === 'file') file = { bytes, tooLarge: part.file.truncated }
      } else if (part.fieldname === 'pasted') pasted = pastedIn(part.value, part.valueTruncated)
    }
  } catch (error) {
    // Some faults of a body have a status of their own; one that breaks off in the middle has none.
    if (error instanceof Error && 'statusCode' in error) throw error
    throw new Refusal(400, 'bad_request')
  }
  return file && (file.bytes.length > 0 || file.tooLarge) ? file : (pasted ?? pastedIn(''))
}

const bounds = { fileSize: limits.tableBytes, fieldSize: limits.tableBytes, files: 2, fields: 5, parts: 7 }

const pastedIn = (value: unknown, tooLarge = false): Upload => ({
  bytes: Buffer.from(typeof value === 'string' ? value : ''),
  tooLarge,
})
