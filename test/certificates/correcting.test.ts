import { expect, test } from 'vitest'
import { aReason, corrected, givenIssued } from './cohort-holders.ts'
import { download, givenCertificate, givenEarner, wordsOf } from './holders.ts'

const day = 24 * 60 * 60 * 1000

test('a corrected name makes a new certificate, and the old code leads to it', async () => {
  const { app, trainer, givenHolder, rows, events, codesOf, lettersTo } = await givenIssued()
  const holder = await givenHolder()
  app.clock.pass(2 * day)
  expect((await trainer.get(holder.page.replace('/certificates', ''))).text).toContain(`href="${holder.page}"`)
  expect((await trainer.get(holder.page)).words).toContain('Amina Darwe')
  expect(await trainer.post(`${holder.at}/correction`, corrected)).toMatchObject({
    status: 303,
    location: holder.page,
  })

  const [code = ''] = await codesOf(holder)
  const [old, successor] = await rows()
  expect(old).toMatchObject({ code: holder.code, replaced_by: successor?.id, replacement_kind: 'correction' })
  expect(old?.record.name).toBe('Amina Darwe')
  const asIssued = { name: 'Aminà Darwé', code, issued_on: '2026-03-04' }
  expect(successor?.record).toEqual({ ...old?.record, ...asIssued })
  const { learner_id, course, cohort_id, kind } = old ?? {}
  expect(successor).toMatchObject({ learner_id, course, cohort_id, kind, code, replaced_at: null, revoked_at: null })

  const words = wordsOf((await download(app, holder, code)).file)
  for (const part of ['Aminà Darwé', code, '4 March 2026']) expect(words).toContain(part)
  expect((await download(app, holder, holder.code)).status).toBe(409)
  const page = await trainer.get(holder.page)
  expect(page.words).toContain(`Replaced by ${code}`)
  expect(page.words.match(/Correct the name/g)).toHaveLength(1)

  const [event] = await events('credential.corrected')
  expect(event).toMatchObject({ account_id: trainer.id, subject: old?.id, details: { reason: aReason } })
  const letter = (await lettersTo(holder)).at(-1)
  expect(letter?.subject).toBe('Your certificate was corrected: Before the table: mandate, team, advisers')
  for (const part of ['Aminà Darwé', holder.code, code]) expect(letter?.text).toContain(part)
})

test('pressed twice, and twice at once, there is one successor and one letter', async () => {
  const { trainer, givenHolder, rows, events, lettersTo } = await givenIssued()
  const holder = await givenHolder()
  const press = () => trainer.post(`${holder.at}/correction`, corrected)
  const answers = await Promise.all([press(), press()])
  answers.push(await press())
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(await rows()).toHaveLength(2)
  expect(await events('credential.corrected')).toHaveLength(1)
  expect((await lettersTo(holder)).filter(({ subject }) => subject.includes('corrected'))).toHaveLength(1)
})

test('two who correct it otherwise at the same time leave one successor, and the second is told', async () => {
  const { trainer, asAdministrator, givenHolder, rows } = await givenIssued()
  const [holder, admin] = [await givenHolder(), await asAdministrator()]
  const answers = await Promise.all([
    trainer.post(`${holder.at}/correction`, corrected),
    admin.post(`/admin/certificates/${holder.code}/correction`, { ...corrected, name: 'Amina Sow' }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  expect(answers.find(({ status }) => status === 409)?.words).toContain('Another certificate stands in its place')
  expect(await rows()).toHaveLength(2)
})

test('asked for again, the corrected one is the answer', async () => {
  const { trainer, givenHolder, rows, codesOf } = await givenIssued()
  const holder = await givenHolder()
  await trainer.post(`${holder.at}/correction`, corrected)
  expect(await givenCertificate(holder)).toBe((await codesOf(holder))[0])
  expect(await rows()).toHaveLength(2)
})

test('a name that cannot be printed, is as issued or is far too long comes back with what is wrong', async () => {
  const { trainer, givenHolder, rows } = await givenIssued()
  const holder = await givenHolder()
  const send = (form: Record<string, string>) => trainer.post(`${holder.at}/correction`, form)
  const wrong: [string, string][] = [
    ['', 'Write the name'],
    ['Amina Darwe', 'This is the name as it was issued'],
    ['ߒߞߏ ߕߊߙߌ', 'The name holds a letter that we cannot print'],
    ['A'.repeat(300), 'A name has 120 characters at most'],
  ]
  for (const [name, says] of wrong) {
    const page = await send({ name, reason: aReason })
    expect([name, page.status]).toEqual([name, 422])
    if (name) expect(page.words).toContain(says)
  }
  const hasty = await send({ name: 'Amina Sow', reason: 'typo' })
  expect(hasty.status).toBe(422)
  expect(hasty.words).toContain('Say why in 10 to 500 characters')
  expect(hasty.text).toContain('value="Amina Sow"')
  expect(await rows()).toHaveLength(1)
})

test('the letter is in the holder’s language, the certificate in the language in which it was issued', async () => {
  const { app, trainer, givenHolder, codesOf, lettersTo } = await givenIssued()
  const holder = await givenHolder({ name: 'Aya Nguessan', language: 'fr' })
  await trainer.post(`${holder.at}/correction`, { name: 'Aya N’Guessan', reason: aReason })
  expect((await lettersTo(holder)).at(-1)?.subject).toMatch(/^Votre certificat a été corrigé\u00a0: Avant la table/)
  const [code = ''] = await codesOf(holder)
  expect(wordsOf((await download(app, holder, code)).file)).toContain('Certificat de réussite')
})

test('a closed cohort allows it', async () => {
  const { trainer, address, givenHolder, rows } = await givenIssued()
  const holder = await givenHolder()
  await trainer.post(`${address}/closing`, { early: 'yes' })
  expect((await trainer.post(`${holder.at}/correction`, corrected)).status).toBe(303)
  expect(await rows()).toHaveLength(2)
})

test('somebody else’s cohort, who is not in it, and what was earned elsewhere are not there', async () => {
  const { app, programme, trainer, address, givenTrainer, givenCohort, givenHolder, rows } = await givenIssued()
  const [holder, other] = [await givenHolder(), await givenTrainer(programme, 'Other Trainer')]
  const alone = await givenEarner(app, { name: 'Kofi Mensah' })
  const code = await givenCertificate(alone)
  const their = await givenCohort(other, programme, { name: 'Deal team Sanda 2026' })
  await alone.post(`/join/${their.code}`)
  for (const [who, at] of [
    [other, holder.at],
    [holder, holder.at],
    [trainer, `${address}/people/${alone.id}/certificates/${code}`],
    [trainer, `${address}/people/${holder.id}/certificates/${code}`],
    [other, `${their.address}/people/${alone.id}/certificates/${code}`],
  ] as const)
    expect((await who.post(`${at}/correction`, corrected)).status).toBe(404)
  const empty = await other.get(`${their.address}/people/${alone.id}/certificates`)
  expect(empty.words).toContain('Nothing was issued to this person in this cohort.')
  expect((await trainer.get(`${address}/people/${alone.id}/certificates`)).status).toBe(404)
  expect(await rows()).toHaveLength(2)
})

test('an administrator corrects what somebody earned alone', async () => {
  const { app, asAdministrator, codesOf, rows } = await givenIssued()
  const [alone, admin] = [await givenEarner(app), await asAdministrator()]
  const code = await givenCertificate(alone)
  const person = await admin.get(`/admin/people/${alone.id}`)
  expect(person.text).toContain(`href="/admin/certificates/${code}"`)
  expect((await admin.get(`/admin/certificates/${code}`)).words).toContain('Correct the name')
  expect((await admin.post(`/admin/certificates/${code}/correction`, corrected)).status).toBe(303)
  expect((await codesOf(alone))[0]).not.toBe(code)
  expect((await rows()).map(({ record }) => record.name)).toEqual(['Amina Darwe', 'Aminà Darwé'])
  expect((await admin.get('/admin/audit')).words).toContain(`Certificate corrected ${code}`)
})

test('whoever is erased is named no more, neither on what was issued nor in the reason of its correction', async () => {
  const { app, trainer, givenHolder, rows, events } = await givenIssued()
  const holder = await givenHolder()
  await trainer.post(`${holder.at}/correction`, corrected)
  await app.db.deleteFrom('accounts').where('id', '=', holder.id).execute()
  expect((await rows()).map(({ learner_id, record }) => [learner_id, record.name])).toEqual([
    [null, ''],
    [null, ''],
  ])
  const [event] = await events('credential.corrected')
  expect(event?.details).not.toHaveProperty('reason')
  const named = app.db.updateTable('credentials').set({ record: JSON.stringify({ name: 'Amina' }) as never })
  await expect(named.execute()).rejects.toThrow('credentials_name_goes_with_the_holder')
})
