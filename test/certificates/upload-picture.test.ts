import { expect, test } from 'vitest'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { encodePng } from '../../server/certificates/badge/png.ts'
import { tokenOf } from '../../server/certificates/token/token.ts'
import { checkFile } from '../../server/certificates/upload/check-file.ts'
import { pictureIn } from '../../server/certificates/upload/picture.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl } from '../support/app.ts'
import { badgeFile } from './badge-reader.ts'
import { darkroom, photograph } from './photograph.ts'
import { qrPicture } from './qr-picture.ts'
import { givenFile, send } from './send-file.ts'

const told = (page: { text: string }) =>
  [...page.text.matchAll(/<li><b>([^<]+)<\/b>/g)].map(([, field = '']) => field.split(':')[0])
const blank = encodePng(new Uint8Array(90_000).fill(255), 300, {})

async function givenCode(somebody: Parameters<typeof givenFile>[0] = {}) {
  const given = await givenFile(somebody)
  const { code } = given.record
  const keys = given.app.app.issuerKeys
  const token = tokenOf(given.record, keys)
  return { ...given, keys, code, token, address: `${publicUrl}/verify/${code}` }
}

test('a photograph of the paper leads to the record, and is said to prove nothing of the words around the code', async ({
  skip,
}) => {
  const missing = await darkroom()
  if (typeof missing === 'string') return skip(missing)
  const { app, file } = await givenCode({ name: 'Nguyễn Thị Minh-Châu' })
  const { jpeg, png } = await photograph(file, { pixels: 640, turned: 5, blurred: 0.6 })
  for (const picture of [jpeg, png]) {
    const page = await send(app, picture, { name: 'photo.jpg' })
    expect(page.status).toBe(200)
    expect(page.words).toContain('The code in the picture is that of a certificate which we issued')
    expect(page.words).toContain('compare the paper with the record below, line by line')
    expect(page.words).toContain('Name Nguyễn Thị Minh-Châu')
    expect(page.text).not.toContain('class="passed"')
  }
  const french = await send(app, jpeg, { language: 'fr' })
  expect(french.words).toContain('Le code sur l’image est celui d’un certificat que nous avons délivré')
})

test('a code of the first months, with the address alone, and a token alone lead there, too', async () => {
  const { app, address, token } = await givenCode()
  for (const text of [address, token, `${address}#${token}`])
    expect((await send(app, qrPicture(text))).words).toContain('is that of a certificate which we issued')
})

test('a token that was changed or is signed by somebody else’s key does not match, and the page says where', async () => {
  const { app, record, address, token, keys } = await givenCode()
  const stranger = loadIssuerKeys('', newIssuerKey())
  const cases: [string, string[]][] = [
    [`${address}#${token.slice(0, -1)}${(Number(token.at(-1)) + 1) % 10}`, ['our signature in the code']],
    [`${address}#${tokenOf(record, stranger)}`, ['our signature in the code']],
    [`${address}#${tokenOf({ ...record, name: 'Amina Sow' }, stranger)}`, ['the name', 'our signature in the code']],
    [`${address}#${tokenOf({ ...record, kind: 'participation' }, keys)}`, ['the kind of certificate']],
    [`https://third-pillar.example/verify/${record.code}#${token}`, ['the address that the code leads to']],
  ]
  for (const [text, fields] of cases) {
    const page = await send(app, qrPicture(text))
    expect(page.words).toContain('This file does not match what we issued')
    expect(told(page)).toEqual(fields)
  }
})

test('a token of one certificate with the address of another does not match: the code is not its own', async () => {
  const { app, token, givenHolder } = await givenCode()
  const other = await givenHolder({ name: 'Kofi Mensah' })
  const page = await send(app, qrPicture(`${publicUrl}/verify/${other.code}#${token}`))
  expect(page.words).toContain('This file does not match what we issued')
  expect(told(page)).toEqual(['the code'])
  expect(page.words).toContain('Name Kofi Mensah')
})

test('a code that we never issued, and one of something else, are not ours', async () => {
  const { app } = await givenCode()
  const code = newVerificationCode()
  const invented = await send(app, qrPicture(`${publicUrl}/verify/${code}`))
  expect(invented.words).toContain('This file is not one of ours')
  expect(invented.words).toContain(code)
  expect((await send(app, qrPicture('https://example.org/menu'))).words).toContain('This file is not one of ours')
})

test('what no longer stands is told, and who is erased is not named', async () => {
  const { app, address, token, trainer, holder } = await givenCode()
  const picture = qrPicture(`${address}#${token}`)
  await trainer.post(`${holder.at}/revocation`, { revocation_reason: 'academic_dishonesty' })
  const revoked = await send(app, picture)
  expect(revoked.words).toContain('is that of a certificate which we issued – and the certificate was revoked')
  await app.db.deleteFrom('accounts').where('id', '=', holder.id).execute()
  const erased = await send(app, picture)
  expect(erased.words).toContain('we no longer keep the name')
  expect(erased.words).not.toContain('Amina')
})

test('a token of an earlier key is as good', async () => {
  const { app, address, token } = await givenCode()
  const { seals } = app.app
  const today = loadIssuerKeys('', newIssuerKey())
  const issuerKeys = { ...today, all: [today.all[0], ...seals.issuerKeys.all] as const }
  const asked = { db: app.db, seals: { ...seals, issuerKeys }, now: app.clock.now() }
  expect((await checkFile(asked, qrPicture(`${address}#${token}`))).match).toBe('same_code')
})

test('a picture that is a badge is still read as one', async () => {
  const { app, code } = await givenCode()
  expect((await send(app, (await badgeFile(app, code, 'png')).file)).words).toContain('This badge matches')
})

test('a picture without a code, of another kind, torn, or of too many dots has a clear answer', async ({ skip }) => {
  const { app, address } = await givenCode()
  const sound = qrPicture(address)
  const vast = Buffer.from(sound)
  vast.writeUInt32BE(60_000, 16)
  vast.writeUInt32BE(60_000, 20)
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8])
  const tallJpeg = Buffer.concat([head, Buffer.from([0xea, 0x60, 0xea, 0x60, 3]), Buffer.alloc(40)])
  expect(pictureIn(tallJpeg)).toEqual({ kind: 'jpeg', dots: 60_000 ** 2 })
  const torn = [
    sound.subarray(0, 200),
    sound.subarray(0, 20),
    Buffer.from([0xff, 0xd8, 0xff]),
    Buffer.from([0xff, 0xd8]),
  ]
  for (const picture of [blank, vast, tallJpeg, ...torn.slice(0, 2)]) {
    const page = await send(app, picture)
    expect(page.status).toBe(422)
    expect(page.words).toContain('We find no code in this picture')
  }
  for (const file of torn.slice(2)) expect((await send(app, file)).status).toBe(422)
  expect((await send(app, blank, { language: 'fr' })).words).toContain('Nous ne trouvons aucun code sur cette image')
  const missing = await darkroom()
  if (typeof missing === 'string') return skip(missing)
  const { webp } = await photograph((await givenCode()).file, { pixels: 300 })
  expect((await send(app, webp)).words).toContain('We cannot read this file')
})

test('a picture that unpacks to far more than it weighs is given up in time, and others have their turn', async () => {
  const { app, address } = await givenCode()
  const width = 7000
  expect(width * width).toBeLessThan(limits.checkedPictureDots)
  const bomb = encodePng(new Uint8Array(width * width * 3).fill(255), width, {})
  expect(bomb.length).toBeLessThan(limits.checkedFileBytes)
  const before = performance.now()
  const [page, other] = await Promise.all([send(app, bomb), send(app, qrPicture(address))])
  expect(page.words).toContain('We find no code in this picture')
  expect(other.words).toContain('is that of a certificate which we issued')
  expect(performance.now() - before).toBeLessThan((limits.checkedFileSeconds + 3) * 1000)
}, 40_000)
