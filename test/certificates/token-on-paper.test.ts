import { decodeQR } from 'qr/decode.js'
import QR from 'qrcode'
import { expect, test } from 'vitest'
import { readScan, readToken } from '../../public/js/read-token.js'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { qrModules, qrSide } from '../../server/certificates/certificate-layout.ts'
import { drawIssued } from '../../server/certificates/issued-file.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { tokenHolds, tokenOf } from '../../server/certificates/token/token.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { testKey } from '../support/app.ts'
import { darkroom, photograph } from './photograph.ts'
import { readPdf } from './read-pdf.ts'
import { sampleRecord } from './sample-record.ts'

const issuerKeys = loadIssuerKeys('', newIssuerKey())
const publicUrl = 'https://learn.thirdpillar.example.org'
const seals = { publicUrl, issuerKeys, documentKeys: [testKey()] as const }
const issued = (changes: Partial<CredentialRecord>) => {
  const record = sampleRecord({ code: newVerificationCode(), ...changes })
  return { record, course: 'after-signature', issued_at: new Date('2026-02-02T09:00:00Z'), status_index: 7 }
}
const repeated = (words: string, length: number) => words.repeat(length).slice(0, length).trim().padEnd(length, words)

const names: [string, Partial<CredentialRecord>][] = [
  ['a plain name', {}],
  ['a long Vietnamese name', { name: 'Nguyễn Thị Minh-Châu O’Reilly de la Concepción Ávila y Álvarez' }],
  ['120 letters of Amharic', { name: repeated('አሚናተዳርዌገብረማርያም ', 120), expires_on: '2029-02-01' }],
  ['120 letters of Arabic', { name: repeated('عبدالرحمن محمود ', 120), course_title: 'بعد التوقيع: متابعة العقد' }],
]

test.for(names)(
  'with %s the code on the paper is read, sharp and from a poor photograph',
  { timeout: 60_000 },
  async ([_, changes], { skip }) => {
    const { record, ...row } = issued(changes)
    const file = await drawIssued({ record, ...row }, seals)
    const missing = await darkroom()
    if (typeof missing === 'string') return skip(missing)
    for (const shot of [{ pixels: 900 }, { pixels: 640 }, { pixels: 640, turned: 4, blurred: 0.6 }]) {
      const text = decodeQR(await photograph(file, shot), { timeLimit: 4000 })
      expect(text.split('#')[0]).toBe(`${publicUrl}/verify/${record.code}`)
      const token = readToken(readScan(text).token)
      if ('problem' in token) throw new Error(token.problem)
      expect(tokenHolds(token, issuerKeys.all)).toBe(true)
      expect(token.fields.name).toBe(record.name)
    }
  },
)

test.each(names)('with %s no module of the code is smaller than 0.4 mm', (_, changes) => {
  const { record } = issued(changes)
  const text = `${publicUrl}/verify/${record.code}#${tokenOf(record, issuerKeys)}`
  const sizes = (['M', 'L'] as const).map((level) => QR.create(text, { errorCorrectionLevel: level }).modules.size)
  expect(Math.min(...sizes)).toBeLessThanOrEqual(qrModules)
  expect(qrSide / qrModules / (72 / 25.4)).toBeGreaterThanOrEqual(0.4)
})

test('the address in words and the link stay short', async () => {
  const { record, ...row } = issued({})
  const { pieces, source } = readPdf(await drawIssued({ record, ...row }, seals))
  const printed = pieces.map(({ text }) => text).join('')
  expect(printed).toContain(`learn.thirdpillar.example.org/verify/${record.code}`)
  expect(printed).not.toContain('#')
  expect(source).toContain(`/URI (${publicUrl}/verify/${record.code})`)
})
