import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { tokenOf } from '../../server/certificates/token/token.ts'
import { download, givenCertificate, givenEarner } from '../certificates/holders.ts'
import { darkroom, photograph } from '../certificates/photograph.ts'
import { qrPicture } from '../certificates/qr-picture.ts'
import { barriersOn } from '../support/axe.ts'
import { appForTelephones, press, takeFaults, telephone, visit, words } from './telephone.ts'

const listen = appForTelephones()
type Skip = (why: string) => never

/** A certificate that was issued, and a telephone that has opened the page once with a line. */
async function givenKept(skip: Skip, { language = 'en' } = {}) {
  const app = await listen()
  const holder = await givenEarner(app)
  const code = await givenCertificate(holder)
  const row = await app.db.selectFrom('credentials').select('record').executeTakeFirstOrThrow()
  const record = row.record as unknown as CredentialRecord
  const token = tokenOf(record, app.app.issuerKeys)
  const page = await telephone(skip, { scripts: true, language })
  await visit(page, `${app.origin}/verify/offline`)
  await keeps(page, language === 'fr' ? 'Conservé pour servir sans connexion' : 'Kept for use without a line')
  const address = `${app.origin}/verify/${code}`
  return { app, holder, code, record, token, page, address, text: `${address}#${token}` }
}

const keeps = (page: Page, text: string) =>
  expect.poll(() => page.locator('#kept').innerText(), { timeout: 15_000 }).toContain(text)
const cut = (page: Page) => page.context().setOffline(true)
const says = (page: Page, text: string) =>
  expect.poll(() => page.locator('#answer').innerText(), { timeout: 15_000 }).toContain(text)

async function choose(page: Page, picture: Buffer, name = 'photo.png') {
  await page.locator('#photo').setInputFiles({ name, mimeType: 'image/png', buffer: picture })
}
async function paste(page: Page, text: string) {
  await page.getByLabel('Or the text of the code').fill(text)
  await press(page, 'Check')
}
/** Without a line a browser says of each address that it did not come; none of that is a fault. */
const forgive = () => takeFaults().filter((fault) => !fault.endsWith('no answer'))

test('after one visit a photograph of the paper is checked with no network at all, also after the telephone was off', async ({
  skip,
}) => {
  const missing = await darkroom()
  if (typeof missing === 'string') return skip(missing)
  const { app, holder, code, page } = await givenKept(skip)
  const { file } = await download(app, holder, code)
  const { jpeg } = await photograph(file, { pixels: 900, turned: 4, blurred: 0.6 })
  await cut(page)
  const again = await page.context().newPage()
  await page.close()
  await again.goto(`${app.origin}/verify/offline`)
  await keeps(again, 'Last brought up to date: ')
  await choose(again, jpeg, 'photo.jpg')
  await says(again, 'Signed by us, and not changed')
  const answer = await words(again)
  for (const part of ['Amina Darwe', 'Before the table', 'Certificate of achievement', '2 March 2026', code])
    expect(answer).toContain(part)
  expect(answer).toContain('signed with a key of Third Pillar and have not been changed since')
  expect(answer).toContain('Whether the certificate was revoked or replaced since it was issued')
  const link = again.getByRole('link', { name: 'With a line: see the whole record' })
  expect(await link.getAttribute('href')).toBe(`/verify/${code}`)
  await again.context().setOffline(false)
  await link.click()
  await expect.poll(() => words(again)).toContain('This certificate is valid')
  expect(forgive()).toEqual([])
}, 90_000)

test('an address that the telephone’s own camera opens without a line is answered by the page that was kept', async ({
  skip,
}) => {
  const { page, text, address } = await givenKept(skip)
  await cut(page)
  await page.goto(text)
  await says(page, 'Signed by us, and not changed')
  expect(await words(page)).toContain('Amina Darwe')
  await page.goto(address)
  await says(page, 'This code holds an address and no signature')
  await page.context().setOffline(false)
  await page.getByRole('link', { name: 'With a line: see' }).click()
  await expect.poll(() => words(page)).toContain('This certificate is valid')
  expect(forgive()).toEqual([])
}, 90_000)

test('a telephone that does not know Ed25519 checks the same with what the page brings', async ({ skip }) => {
  const { app, page, text, token } = await givenKept(skip)
  await cut(page)
  await page.addInitScript(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
  })
  await page.goto(`${app.origin}/verify/offline`)
  await paste(page, text)
  await says(page, 'Signed by us, and not changed')
  await paste(page, `${token.slice(0, -1)}${(Number(token.at(-1)) + 1) % 10}`)
  await says(page, 'Our signature does not hold')
  expect(forgive()).toEqual([])
}, 60_000)

test('what is wrong with a code is told for each, and nothing of it is shown as if it were signed', async ({
  skip,
}) => {
  const { page, token, text, address, record, code, app } = await givenKept(skip)
  await cut(page)
  const stranger = loadIssuerKeys('', newIssuerKey())
  const other = 'TP-7K4M-20XD-1HRC-X'
  const cases: [string, string][] = [
    [
      `${address}#${token.slice(0, 40)}${(Number(token[40]) + 1) % 10}${token.slice(41)}`,
      'Our signature does not hold',
    ],
    [`${address}#${tokenOf(record, stranger)}`, 'Signed with a key that this page does not know'],
    [`${app.origin}/verify/${other}#${token}`, 'Two certificates in one code'],
    [`${address}#${'7'.repeat(300)}`, 'a kind that this page does not know'],
    [address, 'This code holds an address and no signature'],
    ['https://example.org/menu', 'This is not the code of a certificate of ours'],
    ['', 'This is not the code of a certificate of ours'],
  ]
  for (const [pasted, heading] of cases) {
    await paste(page, pasted)
    await says(page, heading)
    expect(await page.locator('#answer').innerText()).not.toContain('Amina')
  }
  await paste(page, `${app.origin}/verify/${other}#${token}`)
  await says(page, `${other}, ${code}`)
  await paste(page, text.replace('127.0.0.1', 'third-pillar.example'))
  await says(page, 'leads to another site than this one')
  expect(await page.locator('#answer').innerText()).toContain('third-pillar.example')
  expect(forgive()).toEqual([])
}, 60_000)

test('a last day that is past by the clock of the telephone is told, and that it is by that clock', async ({
  skip,
}) => {
  const { app, page, record, address } = await givenKept(skip)
  const text = `${address}#${tokenOf({ ...record, expires_on: '2026-06-30' }, app.app.issuerKeys)}`
  await page.clock.setFixedTime(new Date('2026-06-30T20:00:00Z'))
  await paste(page, text)
  await says(page, 'Signed by us, and not changed')
  expect(await page.locator('#answer').innerText()).toContain('30 June 2026')
  await page.clock.setFixedTime(new Date('2026-07-01T01:00:00Z'))
  await paste(page, text)
  await says(page, 'Signed by us, and its last day is past')
  expect(await page.locator('#answer').innerText()).toContain('By the clock of this device')
}, 60_000)

test('a picture without a code, a file that is none, and a camera that is refused or not there are told', async ({
  skip,
}) => {
  const { page } = await givenKept(skip)
  await cut(page)
  await choose(page, Buffer.from('no picture'))
  await says(page, 'This file is not a picture that this device can open')
  await choose(page, qrPicture('x').subarray(0, 60))
  await says(page, 'This file is not a picture')
  await choose(page, Buffer.from(await page.screenshot()))
  await says(page, 'We find no code in this picture')
  for (const [name, told] of [
    ['NotAllowedError', 'The camera was not allowed'],
    ['NotFoundError', 'We cannot use a camera on this device'],
  ] as const) {
    await page.evaluate((fault) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', fault))
    }, name)
    await press(page, 'Read with the camera')
    await says(page, told)
  }
  expect(forgive()).toEqual([])
}, 60_000)

test('the camera reads the code, and is put away once it is read', async ({ skip }) => {
  const { page, text } = await givenKept(skip)
  await cut(page)
  // A drawing surface with the code on it stands in for the camera.
  await page.evaluate(
    async (bytes) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
      const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      setInterval(() => canvas.getContext('2d')?.drawImage(image, 0, 0), 50)
      navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10)
    },
    [...qrPicture(text, 4)],
  )
  await press(page, 'Read with the camera')
  await says(page, 'Signed by us, and not changed')
  expect(await page.locator('#video').isVisible()).toBe(false)
  expect(await page.getByRole('button', { name: 'Read with the camera' }).isVisible()).toBe(true)
  expect(forgive()).toEqual([])
}, 60_000)

test('keys that came since are known once the page is brought up to date, and it says when that was', async ({
  skip,
}) => {
  const { app, page, record, address } = await givenKept(skip)
  const newer = loadIssuerKeys('', newIssuerKey())
  const text = `${address}#${tokenOf(record, newer)}`
  await paste(page, text)
  await says(page, 'Signed with a key that this page does not know')
  await page.route('**/.well-known/jwks.json', (route) =>
    route.fulfill({
      json: { keys: newer.all.map(({ jwk, id }) => ({ ...jwk, kid: `${app.origin}/issuer/keys/${id}` })) },
      headers: { date: 'Wed, 04 Mar 2026 09:00:00 GMT' },
    }),
  )
  await press(page, 'Bring up to date')
  await keeps(page, 'Last brought up to date: 4 March 2026')
  await paste(page, text)
  await says(page, 'Signed by us, and not changed')
  await cut(page)
  await press(page, 'Bring up to date')
  await keeps(page, 'It cannot be brought up to date now')
  expect(await page.locator('#kept').innerText()).toContain('Last brought up to date: 4 March 2026')
  expect(forgive()).toEqual([])
}, 60_000)

test('what is kept holds nobody’s name, and stays in the language in which it was opened', async ({ skip }) => {
  const { app, page, holder, text } = await givenKept(skip, { language: 'fr' })
  const session = [...holder.cookies].map(([name, value]) => ({ name, value, url: app.origin }))
  await page.context().addCookies(session)
  await page.goto(`${app.origin}/verify/offline?lang=fr`)
  expect(await page.locator('.who').innerText()).toBe('Amina Darwe')
  await keeps(page, 'Conservé pour servir sans connexion')
  await cut(page)
  await page.goto(`${app.origin}/verify/offline`)
  expect(await page.locator('.who').innerText()).toBe('Se connecter')
  await page.goto(text)
  await says(page, 'Signé par nous, et non modifié')
  expect(await page.locator('#answer').innerText()).toContain('2 mars 2026')
  expect(forgive()).toEqual([])
}, 60_000)

test('the first visit to a certificate without the page kept, and every other page, are as before', async ({
  skip,
}) => {
  const { app, page, address } = await givenKept(skip)
  await page.goto(address)
  expect(await words(page)).toContain('This certificate is valid')
  await page.goto(`${app.origin}/verify`)
  await page.getByLabel('Verification code').fill('TP')
  await press(page, 'Check')
  expect(await words(page)).toContain('Type the code that is printed')
  takeFaults() // the answer to a mistyped code is a 422
}, 60_000)

test('what weighs on the line: the first visit keeps to one flight, and what is kept is said in the page', async ({
  skip,
}) => {
  const { page, app } = await givenKept(skip)
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('verify-offline')
    return (await cache.keys()).map(({ url }) => new URL(url).pathname)
  })
  const sizes = await Promise.all(
    kept.map(async (url) => {
      const answer = await app.app.inject({ url, headers: { 'accept-encoding': 'br, gzip', accept: 'text/html' } })
      return answer.rawPayload.length
    }),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeLessThan(45_000)
  expect(kept).toHaveLength(10)
}, 60_000)

test('without scripts the page says what it would need, and leads to the printed code', async ({ skip }) => {
  const { origin } = await listen()
  const page = await telephone(skip, { scripts: false })
  await visit(page, `${origin}/verify/offline`)
  expect(await words(page)).toContain('scripts are off in this browser')
  expect(await page.locator('#tool').isVisible()).toBe(false)
  await page.getByRole('link', { name: 'verify by the printed code' }).click()
  expect(page.url()).toBe(`${origin}/verify`)
}, 60_000)

test('with an answer shown the page has no barrier that axe can find, in light and in dark', async ({ skip }) => {
  const { page, text } = await givenKept(skip)
  await paste(page, text)
  await says(page, 'What it cannot know')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await barriersOn(page)).toEqual([])
  }
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Signed by us, and not changed')
}, 60_000)
