import type { CredentialRecord } from '../../server/certificates/record.ts'
import { publicUrl, type TestApp } from '../support/app.ts'
import { givenIssued } from './cohort-holders.ts'
import { download } from './holders.ts'

let hosts = 0
/** Sends a file as a browser does, from a host of its own. */
export async function send(
  { app }: TestApp,
  file: Buffer,
  { name = 'certificate.pdf', language = 'en', from = '' } = {},
) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf`
  hosts += 1
  const answer = await app.inject({
    method: 'POST',
    url: `/verify/file?lang=${language}`,
    remoteAddress: from || `10.7.0.${hosts}`,
    headers: { origin: publicUrl, accept: 'text/html', 'content-type': 'multipart/form-data; boundary=b' },
    payload: Buffer.concat([Buffer.from(`${head}\r\n\r\n`), file, Buffer.from('\r\n--b--\r\n')]),
  })
  const words = answer.body.replaceAll(/<(script|style|svg)\b.*?<\/\1>|<[^>]+>/gs, ' ').replaceAll(/\s+/g, ' ')
  return { status: answer.statusCode, words, text: answer.body, headers: answer.headers }
}

/** A certificate that somebody was issued, and its file. */
export async function givenFile(somebody: { name?: string; language?: 'en' | 'fr' } = {}) {
  const given = await givenIssued()
  const holder = await given.givenHolder(somebody)
  const { file } = await download(given.app, holder, holder.code)
  const [{ record }] = (await given.rows()) as unknown as [{ record: CredentialRecord }]
  return { ...given, holder, file, record }
}
