import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bakedPng } from '../../server/certificates/badge/baked.ts'
import { previewPng } from '../../server/certificates/holder/preview-drawing.ts'
import { startApp } from '../support/app.ts'
import { givenCertificate, givenEarner } from './holders.ts'
import { sampleRecord } from './sample-record.ts'

async function givenLink(somebody: Parameters<typeof givenEarner>[1] = {}) {
  const app = await startApp()
  const amina = await givenEarner(app, { name: 'Amina Darwe', ...somebody })
  const code = await givenCertificate(amina)
  const own = `/certificates/${code}`
  await amina.post(`${own}/share`)
  const link =
    /href="http:\/\/third-pillar\.test(\/shared\/[\w-]+)"/.exec((await amina.get(`${own}/sharing`)).text)?.[1] ?? ''
  const picture = async () => {
    const { statusCode, headers, rawPayload } = await app.app.inject(`${link}.png`)
    return { status: statusCode, headers, file: rawPayload }
  }
  /** The tags of the page, by their names. */
  const tags = async (query = '') => {
    const { text } = await app.visitor().get(`${link}${query}`)
    const found = text.matchAll(/<meta (?:property|name)="([\w:]+)" content="([^"]*)">/g)
    return Object.fromEntries([...found].map(([, name = '', content = '']) => [name, content]))
  }
  return { ...app, app, amina, code, own, link, picture, tags }
}

/** What a picture of few colours shows: its size, and which lines of it hold more than `ground`. */
function readPng(file: Buffer) {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  const [depth, kind] = [file[24], file[25]]
  let at = 8
  const packed: Buffer[] = []
  let colours = 0
  while (at < file.length) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    if (type === 'PLTE') colours = length / 3
    if (type === 'IDAT') packed.push(file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const lines = inflateSync(Buffer.concat(packed))
  const dots = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const above = y === 0 ? 0 : (dots[(y - 1) * width + x] ?? 0)
      dots[y * width + x] = ((lines[y * (width + 1) + 1 + x] ?? 0) + above) & 0xff
    }
  const most = Math.max(...new Set(dots))
  /** Dots between two heights, right of the uprights, that are not the ground. */
  const inked = (from: number, to: number, left = 120) => {
    let count = 0
    for (let y = from; y < to; y += 1)
      for (let x = left; x < width; x += 1) if (dots[y * width + x] !== dots[10 * width + width - 10]) count += 1
    return count
  }
  return { width, height, depth, kind, colours, most, inked, bytes: lines.length }
}

test('a program that shows the link is told what it is, in the certificate’s language', async () => {
  const { tags, link } = await givenLink()
  const url = `http://third-pillar.test${link}`
  const expected = {
    viewport: undefined,
    'og:type': 'website',
    'og:site_name': 'Third Pillar',
    'og:locale': 'en_GB',
    'og:url': url,
    'og:title': 'Amina Darwe: Before the table: mandate, team, advisers',
    'og:description': 'Certificate of achievement, issued by Third Pillar on 2 March 2026',
    'og:image': `${url}.png`,
    'og:image:type': 'image/png',
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt':
      'Amina Darwe: Before the table: mandate, team, advisers. Certificate of achievement, issued by Third Pillar on 2 March 2026',
    'twitter:card': 'summary_large_image',
  }
  expect({ ...(await tags()), viewport: undefined }).toEqual(expected)
  expect({ ...(await tags('?lang=fr')), viewport: undefined }).toEqual(expected)
})

test('a French certificate is announced in French', async () => {
  const { tags } = await givenLink({ language: 'fr' })
  expect(await tags()).toMatchObject({
    'og:locale': 'fr_FR',
    'og:description': 'Certificat de réussite, document délivré par Third Pillar le 2 mars 2026',
  })
})

test('a name with quotation marks stays within its tag', async () => {
  const { tags } = await givenLink({ name: 'Amina "Mina" & Darwe' })
  expect((await tags())['og:title']).toBe(
    'Amina &quot;Mina&quot; &amp; Darwe: Before the table: mandate, team, advisers',
  )
})

test('other pages announce nothing', async () => {
  const { visitor } = await startApp()
  expect((await visitor().get('/verify')).text).not.toContain('og:')
})

test('the picture may be shown elsewhere, is not for search engines, and is kept by nobody for long', async () => {
  const { picture } = await givenLink()
  const { status, headers, file } = await picture()
  expect([status, headers['content-type']]).toEqual([200, 'image/png'])
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
  expect(headers['x-robots-tag']).toBe('noindex')
  expect(headers['cache-control']).toBe('private, max-age=300')
  expect(readPng(file)).toMatchObject({ width: 1200, height: 630 })
  expect((await picture()).file.equals(file)).toBe(true)
})

test('a link that was taken back has no picture any more', async () => {
  const { amina, own, picture } = await givenLink()
  await amina.post(`${own}/share/removal`)
  expect((await picture()).status).toBe(404)
})

test('nor has a link to a certificate that was revoked', async () => {
  const { db, picture } = await givenLink()
  await db
    .updateTable('credentials')
    .set({ revoked_at: new Date('2026-03-03T00:00:00Z'), revocation_reason: 'issued_in_error' })
    .execute()
  expect((await picture()).status).toBe(404)
})

test('a link that nobody made has no picture, and who tries many is slowed down', async () => {
  const { app } = await startApp()
  const statuses = new Set<number>()
  for (let n = 0; n < 61; n += 1) statuses.add((await app.inject(`/shared/guess-${n}.png`)).statusCode)
  expect([...statuses]).toEqual([404, 429])
})

test.each([
  ['a short name', { name: 'U Nu' }],
  [
    'the longest name and titles',
    {
      name: 'Aïssatou Marie-Françoise Ngo Mbarga épouse Fotso-Djomo de la Rivière-aux-Sables '.repeat(3).trim(),
      course_title: 'Préparer, négocier et suivre un contrat minier : redevances, fiscalité, contenu local '.repeat(3),
      issuer: 'Institut national d’administration publique '.repeat(5),
      phase: 'negotiate' as const,
      language: 'fr' as const,
    },
  ],
  ['a name that is one word', { name: 'W'.repeat(120) }],
  ['a name in Arabic', { name: 'أمينة بنت محمد الدروي' }],
  ['a name in Amharic', { name: 'ኃይለ ገብረሥላሴ', kind: 'participation' as const }],
])('%s keeps within the picture, which stays small', (_, changes) => {
  const file = previewPng(sampleRecord(changes))
  const { kind, colours, most, inked, bytes } = readPng(file)
  expect(file.length).toBeLessThanOrEqual(60_000)
  expect([kind, bytes]).toEqual([3, 630 * 1201])
  expect(most).toBeLessThan(colours)
  expect(inked(230, 500)).toBeGreaterThan(2_000) // name and course
  expect(inked(0, 630, 1129)).toBe(0) // nothing in the margin
  expect(inked(612, 630)).toBe(0)
})

test('a name in Arabic stands in the badge’s picture', () => {
  const ink = (name: string) => readPng(bakedPng(sampleRecord({ name }), '{}')).inked(322, 400, 30)
  expect(ink('أمينة الدروي')).toBeGreaterThan(300)
  expect(ink('')).toBe(0)
})
