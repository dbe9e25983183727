import { expect, test } from 'vitest'
import yauzl from 'yauzl'
import { startApp } from '../support/app.ts'
import { download, givenCertificate, givenEarner } from './holders.ts'

async function givenHolder() {
  const app = await startApp()
  const amina = await givenEarner(app, { name: 'Amina Darwe' })
  const code = await givenCertificate(amina)
  const own = `/certificates/${code}`
  const link = async () => {
    const { text } = await amina.get(`${own}/sharing`)
    return /href="http:\/\/third-pillar\.test(\/shared\/[\w-]+)"/.exec(text)?.[1] ?? null
  }
  return { ...app, app, amina, code, own, link }
}

test('a holder makes a link that shows the certificate to whoever has it, and takes it back', async () => {
  const { amina, own, link, code, visitor } = await givenHolder()
  expect(await link()).toBe(null)
  for (const _ of ['once', 'twice']) expect((await amina.post(`${own}/share`)).location).toBe(`${own}/sharing`)
  const shared = (await link()) ?? ''
  const page = await visitor().get(shared)
  expect(page.words).toContain('Amina Darwe Certificate of achievement: Before the table')
  expect(page.words).toContain(`http://third-pillar.test/verify/${code}`)
  expect(page.headers['x-robots-tag']).toBe('noindex')
  expect((await visitor().get(`${shared}?lang=fr`)).words).toContain('Certificat de réussite')

  for (const _ of ['once', 'twice']) expect((await amina.post(`${own}/share/removal`)).location).toBe(`${own}/sharing`)
  expect((await visitor().get(shared)).status).toBe(404)
  await amina.post(`${own}/share`)
  expect(await link()).not.toBe(shared)
})

test('what is pressed twice is recorded once', async () => {
  const { amina, own, db } = await givenHolder()
  for (const deed of ['share', 'share', 'hiding', 'hiding', 'showing', 'showing', 'share/removal', 'share/removal'])
    await amina.post(`${own}/${deed}`)
  const events = await db
    .selectFrom('audit_events')
    .select('action')
    .where('action', 'like', 'certificate.%')
    .orderBy('id')
    .execute()
  const told = ['shared', 'hidden', 'shown', 'unshared']
  expect(events.map(({ action }) => action)).toEqual(told.map((deed) => `certificate.${deed}`))
})

test('a link goes on to the corrected certificate', async () => {
  const { app, amina, own, link, code, visitor } = await givenHolder()
  await amina.post(`${own}/share`)
  const shared = (await link()) ?? ''
  const correction = { name: 'Aminata Darwe', reason: 'The passport says Aminata' }
  const admin = await app.givenAdministrator()
  expect((await admin.post(`/admin/certificates/${code}/correction`, correction)).status).toBe(303)
  const { words } = await visitor().get(shared)
  expect(words).toContain('Aminata Darwe Certificate of achievement')
  expect(words).not.toContain(code)
})

test('a link to a certificate that was revoked leads nowhere', async () => {
  const { amina, own, link, db, visitor } = await givenHolder()
  await amina.post(`${own}/share`)
  const shared = (await link()) ?? ''
  await db
    .updateTable('credentials')
    .set({ revoked_at: new Date('2026-03-03T00:00:00Z'), revocation_reason: 'issued_in_error' })
    .execute()
  expect((await visitor().get(shared)).status).toBe(404)
  expect((await amina.get(`${own}/sharing`)).words).toContain('This certificate was revoked')
})

test('a hidden certificate leaves the list and stays good, and is shown again', async () => {
  const { amina, own, code, visitor } = await givenHolder()
  await amina.post(`${own}/hiding`)
  const list = await amina.get('/certificates')
  expect(list.words).toContain(`Hidden certificates ${code}`)
  expect(list.words).not.toContain('Open the PDF')
  expect((await visitor().get(`/verify/${code}`)).status).toBe(200)
  await amina.post(`${own}/showing`)
  expect((await amina.get('/certificates')).words).not.toContain('Hidden certificates')
})

test('all of a holder’s certificates come as one file, with the same bytes as each', async () => {
  const { app, amina, code } = await givenHolder()
  const cookie = [...amina.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { rawPayload } = await app.app.inject({ url: '/certificates.zip', headers: { cookie } })
  const zip = await yauzl.fromBufferPromise(rawPayload, {})
  const names: string[] = []
  for await (const { fileName, uncompressedSize } of zip.eachEntry()) names.push(`${fileName} ${uncompressedSize}`)
  const { file } = await download(app, amina, code)
  expect(names).toEqual([`${code} Amina Darwe.pdf ${file.length}`])
})

test('somebody else’s certificate cannot be shown, shared or hidden, and nobody without one has a file', async () => {
  const { own, givenPerson, db } = await givenHolder()
  const habib = await givenPerson()
  expect((await habib.get(`${own}/sharing`)).status).toBe(404)
  for (const deed of ['share', 'share/removal', 'hiding', 'showing'])
    expect((await habib.post(`${own}/${deed}`)).status).toBe(404)
  expect((await habib.get('/certificates.zip')).status).toBe(404)
  expect(await db.selectFrom('credential_shares').select('secret').execute()).toEqual([])
})
