import { expect, test } from 'vitest'
import { countGroups } from '../../server/reports/queries.ts'
import { corrected, givenIssued } from './cohort-holders.ts'
import { ask, download } from './holders.ts'

const dishonesty = { revocation_reason: 'academic_dishonesty' }

test('a revoked certificate keeps the day and the reason, and the holder is told', async () => {
  const { app, trainer, givenHolder, rows, events, lettersTo } = await givenIssued()
  const holder = await givenHolder()
  expect((await trainer.post(`${holder.at}/revocation`, dishonesty)).location).toBe(holder.page)
  const [row] = await rows()
  const { revoked_at, revoked_by, revocation_reason } = row ?? {}
  expect({ revoked_at, revoked_by, revocation_reason }).toEqual({
    revoked_at: app.clock.now(),
    revoked_by: trainer.id,
    revocation_reason: 'academic_dishonesty',
  })
  const page = await trainer.get(holder.page)
  expect(page.words).toMatch(/Revoked on 2 March 2026 Reason Academic dishonesty/)
  expect(page.words).not.toMatch(/Revoke this certificate|Correct the name/)
  expect(await events('credential.revoked')).toMatchObject([
    { account_id: trainer.id, subject: row?.id, details: { class: 'academic_dishonesty' } },
  ])
  const letter = (await lettersTo(holder)).at(-1)
  expect(letter?.text).toContain(`certificate ${holder.code}`)
  expect(letter?.text).toContain('Reason: Academic dishonesty.')
  expect((await download(app, holder, holder.code)).status).toBe(409)
})

test('twice is once, also at the same time: the first reason stands', async () => {
  const { trainer, asAdministrator, givenHolder, rows, events, lettersTo } = await givenIssued()
  const [holder, admin] = [await givenHolder({ language: 'fr' }), await asAdministrator()]
  const press = () => trainer.post(`${holder.at}/revocation`, dishonesty)
  const answers = [...(await Promise.all([press(), press()])), await press()]
  const later = { revocation_reason: 'issued_in_error' }
  answers.push(await admin.post(`/admin/certificates/${holder.code}/revocation`, later))
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
  expect(await rows()).toMatchObject([dishonesty])
  expect(await events('credential.revoked')).toHaveLength(1)
  const told = (await lettersTo(holder)).filter(({ subject }) => subject.startsWith('Votre certificat a été révoqué'))
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toContain('Motif\u00a0: Fraude.')
})

test('without a reason that there is, nothing is revoked', async () => {
  const { trainer, givenHolder, rows } = await givenIssued()
  const holder = await givenHolder()
  for (const form of [{}, { revocation_reason: '' }, { revocation_reason: 'dislike' }]) {
    const page = await trainer.post(`${holder.at}/revocation`, form)
    expect([page.status, page.words]).toEqual([422, expect.stringContaining('Choose the reason')])
  }
  expect(await rows()).toMatchObject([{ revoked_at: null }])
})

test('what was revoked is not issued again: not by its holder, not by a trainer’s press', async () => {
  const { app, trainer, address, givenHolder, rows } = await givenIssued()
  const holder = await givenHolder()
  await trainer.post(`${holder.at}/revocation`, dishonesty)
  const answer = await holder.post(ask)
  expect([answer.status, answer.words]).toEqual([409, expect.stringContaining('This certificate was revoked')])
  await trainer.post(`${address}/certificates`)
  await app.letters()
  expect(await rows()).toHaveLength(1)
  const closing = await trainer.get(`${address}/closing`)
  expect(closing.words).toMatch(/Certificates issued 0/)
  expect(closing.words).toContain('Certificate revoked: 1')
})

test('what was revoked is not corrected, and what was replaced is not revoked', async () => {
  const { trainer, givenHolder, rows } = await givenIssued()
  const [first, second] = [await givenHolder(), await givenHolder()]
  await trainer.post(`${first.at}/revocation`, dishonesty)
  const correction = await trainer.post(`${first.at}/correction`, corrected)
  expect([correction.status, correction.words]).toEqual([409, expect.stringContaining('was revoked')])
  await trainer.post(`${second.at}/correction`, corrected)
  const revocation = await trainer.post(`${second.at}/revocation`, dishonesty)
  expect([revocation.status, revocation.words]).toEqual([409, expect.stringContaining('stands in its place')])
  expect((await rows()).filter(({ revoked_at, replaced_at }) => revoked_at && replaced_at)).toEqual([])
})

test('a closed cohort allows it, and another trainer finds nothing', async () => {
  const { programme, trainer, address, givenTrainer, givenHolder, rows } = await givenIssued()
  const [holder, other] = [await givenHolder(), await givenTrainer(programme, 'Other Trainer')]
  await trainer.post(`${address}/closing`, { early: 'yes' })
  expect((await other.post(`${holder.at}/revocation`, dishonesty)).status).toBe(404)
  expect((await holder.post(`/admin/certificates/${holder.code}/revocation`, dishonesty)).status).toBe(404)
  expect((await trainer.post(`${holder.at}/revocation`, dishonesty)).status).toBe(303)
  expect(await rows()).toMatchObject([dishonesty])
})

test('donors count as certified only whose certificate stands', async () => {
  const { app, programme, trainer, givenHolder } = await givenIssued()
  const certified = async () => (await countGroups(app.db, programme)).map((group) => group.certified)
  const holders = [await givenHolder(), await givenHolder(), await givenHolder()]
  await trainer.post(`${holders[0]?.at}/correction`, corrected)
  expect(await certified()).toEqual([3])
  await trainer.post(`${holders[1]?.at}/revocation`, dishonesty)
  expect(await certified()).toEqual([2])
  const [, , third] = holders
  await app.db
    .updateTable('credentials')
    .set({ kind: 'participation' })
    .where('code', '=', third?.code ?? '')
    .execute()
  expect(await certified()).toEqual([1])
})
