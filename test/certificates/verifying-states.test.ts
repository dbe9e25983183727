import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl } from '../support/app.ts'
import { corrected, givenIssued } from './cohort-holders.ts'
import { codesIn } from './holders.ts'

const day = 24 * 60 * 60 * 1000
const json = { accept: 'application/json' }

async function givenStates() {
  const given = await givenIssued()
  const { app } = given
  const look = (code: string, language = 'en') => app.visitor().get(`/verify/${code}?lang=${language}`)
  const ask = async (code: string) => {
    const answer = await app.visitor().get(`/verify/${code}`, json)
    return { ...answer, body: JSON.parse(answer.text) as Record<string, unknown> & { record: CredentialRecord } }
  }
  const change = async (code: string, changes: Partial<CredentialRecord>) => {
    const { record } = await app.db
      .selectFrom('credentials')
      .select('record')
      .where('code', '=', code)
      .executeTakeFirstOrThrow()
    const changed = JSON.stringify({ ...record, ...changes }) as never // a column that the program never changes
    await app.db.updateTable('credentials').set({ record: changed }).where('code', '=', code).execute()
  }
  return { ...given, look, ask, change }
}

test('one that stands shows the course as it was taught, who signed and until when', async () => {
  const { givenHolder, look, ask, change } = await givenStates()
  const { code } = await givenHolder()
  const signatories = [{ name: 'Mariam Kollie', title: 'Director of studies' }]
  await change(code, { expires_on: '2027-03-02', signatories })
  const page = await look(code)
  for (const part of [
    'This certificate is valid',
    'Kind Certificate of achievement',
    'Valid until 2 March 2027',
    'Signed by Mariam Kollie, Director of studies',
    'Cohort Deal team Kandra 2026',
    'The course as it was taught',
    'Length 5 hours, 8 lessons',
    'Award rule All lessons; final quiz',
    'Modules and lessons',
    'Why these contracts are different',
  ])
    expect(page.words).toContain(part)
  expect(page.text.match(/<h1/g)).toHaveLength(1)
  expect(gzipSync(page.text, { level: 4 }).length).toBeLessThan(8_192)
  const { status, headers, body } = await ask(code)
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('application/json')])
  expect([headers['x-robots-tag'], headers.vary]).toEqual(['noindex', 'accept'])
  expect(body).toMatchObject({ state: 'valid', code, reason: null, revoked_at: null, replaced_by: null })
  expect(body.record).toMatchObject({ name: 'Amina Darwe', hours: 5, signatories, expires_on: '2027-03-02' })
})

test('one whose last day is past has expired, and not on that day itself', async () => {
  const { app, givenHolder, look, ask, change } = await givenStates()
  const holder = await givenHolder()
  await change(holder.code, { expires_on: '2026-03-10' })
  app.clock.set(new Date('2026-03-10T23:59:00Z'))
  expect((await look(holder.code)).words).toContain('This certificate is valid')
  app.clock.pass(60_000)
  const page = await look(holder.code)
  expect(page.words).toContain('This certificate has expired It was valid until 10 March 2026.')
  expect((await look(holder.code, 'fr')).words).toContain('Ce certificat a expiré')
  expect((await ask(holder.code)).body.state).toBe('expired')
  const own = await holder.get('/certificates')
  expect(own.words).toContain('Expired')
  expect(codesIn(own.text)).toEqual([holder.code])
})

test('a revoked one says so with the day and the class of the reason', async () => {
  const { app, trainer, givenHolder, look, ask } = await givenStates()
  const holder = await givenHolder()
  await trainer.post(`${holder.at}/revocation`, { revocation_reason: 'issued_in_error' })
  app.clock.pass(3 * day)
  const page = await look(holder.code)
  expect(page.words).toContain('This certificate was revoked On 2 March 2026. Reason: Issued in error.')
  expect(page.words).not.toContain('This certificate is valid')
  expect((await look(holder.code, 'fr')).words).toContain('Ce certificat a été révoqué Le 2 mars 2026. Motif:')
  const { body } = await ask(holder.code)
  expect(body).toMatchObject({ state: 'revoked', revoked_at: '2026-03-02', reason: 'issued_in_error' })
  const own = await holder.get('/certificates')
  expect(own.words).toContain('Revoked: it can be neither opened nor asked for again.')
  expect(own.words).toContain('None of yours stands.')
  expect(own.text).not.toContain(`${holder.code}.pdf`)
})

test('a replaced one leads to the one that stands, and its holder sees that one alone', async () => {
  const { app, trainer, givenHolder, codesOf, look, ask } = await givenStates()
  const holder = await givenHolder()
  app.clock.pass(day)
  await trainer.post(`${holder.at}/correction`, corrected)
  const [code = '', ...others] = await codesOf(holder)
  expect(others).toEqual([])
  const page = await look(holder.code)
  expect(page.words).toContain('This certificate was replaced On 3 March 2026, because the name on it was corrected.')
  expect(page.text).toContain(`href="/verify/${code}"`)
  expect((await look(code)).words).toMatch(/This certificate is valid .* Name Aminà Darwé/)
  expect((await ask(holder.code)).body).toMatchObject({
    state: 'replaced',
    replaced_at: '2026-03-03',
    replaced_by: { code, url: `${publicUrl}/verify/${code}` },
    record: { name: 'Amina Darwe' },
  })
  expect((await holder.get('/certificates')).text).not.toContain(holder.code)
})

test('one whose holder is erased stands without the name, in every language and for programs', async () => {
  const { app, trainer, asAdministrator, givenHolder, look, ask } = await givenStates()
  const holder = await givenHolder()
  await trainer.post(`${holder.at}/correction`, corrected)
  const { code } = await app.db
    .selectFrom('credentials')
    .select('code')
    .where('replaced_at', 'is', null)
    .executeTakeFirstOrThrow()
  await app.db.deleteFrom('accounts').where('id', '=', holder.id).execute()
  for (const one of [code, holder.code]) {
    const page = await look(one)
    expect(page.words).toContain('Name Not kept: the holder’s account was erased')
    expect(page.words).not.toMatch(/Amin[aà]|Darw/)
    expect((await ask(one)).body.record.name).toBeNull()
  }
  expect((await look(code)).words).toContain('We issued this certificate and no longer keep its holder’s name')
  expect((await look(code, 'fr')).words).toContain('Non conservé: le compte du titulaire a été effacé')
  expect((await ask(code)).body.state).toBe('erased')
  // It can still be revoked, by an administrator; nobody is told.
  const admin = await asAdministrator()
  const page = await admin.get(`/admin/certificates/${code}`)
  expect(page.words).toContain('Revoke this certificate')
  expect(page.words).not.toContain('Correct the name')
  expect((await admin.post(`/admin/certificates/${code}/correction`, corrected)).status).toBe(404)
  await admin.post(`/admin/certificates/${code}/revocation`, { revocation_reason: 'issued_in_error' })
  expect((await ask(code)).body).toMatchObject({ state: 'revoked', record: { name: null } })
})

test('an unknown code is unknown for programs, too, and guessing is throttled for them', async () => {
  const { app } = await givenStates()
  const code = newVerificationCode()
  const program = app.visitor()
  const answer = await program.get(`/verify/${code}`, json)
  expect([answer.status, JSON.parse(answer.text)]).toEqual([404, { state: 'unknown', code, problem: null }])
  const slip = await program.get('/verify/TP-0000-0000-0000-1', json)
  expect([slip.status, JSON.parse(slip.text)]).toMatchObject([404, { state: 'unknown', problem: 'slip' }])
  for (let guess = 2; guess < limits.verification.max; guess += 1) await program.get(`/verify/${code}`, json)
  expect((await program.get(`/verify/${code}`, json)).status).toBe(429)
})
