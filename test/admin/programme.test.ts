import { expect, test } from 'vitest'
import { download, wordsOf } from '../certificates/holders.ts'
import { startApp } from '../support/app.ts'
import { aProgramme, beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import { formIn } from '../support/form.ts'
import { resultGivens } from '../support/results.ts'

async function givenProgramme() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const id = await givens.givenProgramme()
  const admin = await givens.asAdministrator()
  const address = `/admin/programmes/${id}`
  const form = async () => {
    const page = await admin.get(address)
    const countries = /<textarea[^>]* name="countries"[^>]*>\n?([^<]*)</.exec(page.text)?.[1] ?? ''
    const signatories = /<textarea[^>]* name="signatories"[^>]*>\n?([^<]*)</.exec(page.text)?.[1] ?? ''
    const { email: _, role: __, ...fields } = formIn(page)
    return { ...fields, countries, signatories }
  }
  const save = async (changes: Record<string, string>) => admin.post(address, { ...(await form()), ...changes })
  return { ...app, ...givens, id, admin, address, form, save }
}

test('an administrator says where a programme works and what it aims at, and finds it again', async () => {
  const { admin, address, save, form, db, id } = await givenProgramme()
  expect((await admin.get('/admin/programmes')).text).toContain(`href="${address}"`)
  const aims = {
    iati_identifier: 'XM-DAC-41114-PROJECT-00012345',
    countries: 'Senegal\nsierra leone\r\nGH; Côte d’Ivoire\nGhana',
    target_enrolled: '300',
    target_completed: '200',
    signatories: 'Dr Esi Mensah; Director, School of Law\n\nHabib Tarr ;  Programme lead',
  }
  expect((await save(aims)).location).toBe(address)
  expect(await form()).toMatchObject({
    iati_identifier: aims.iati_identifier,
    countries: 'Côte d’Ivoire\nGhana\nSierra Leone\nSenegal',
    target_enrolled: '300',
    target_completed: '200',
    target_certified: '',
    signatories: 'Dr Esi Mensah; Director, School of Law\nHabib Tarr; Programme lead',
  })
  expect((await admin.get(`${address}?lang=fr`)).text).toContain('Sénégal')
  // Again, with fewer: what is not named any more is gone.
  await save({ countries: 'SN', target_enrolled: '' })
  expect(await db.selectFrom('programme_countries').select('country_code').execute()).toEqual([{ country_code: 'SN' }])
  const targets = await db.selectFrom('programme_targets').selectAll().execute()
  expect(targets).toEqual([{ programme_id: id, indicator: 'completed', target: 200 }])
})

const wrong: [what: string, changes: Record<string, string>, sentence: string][] = [
  ['a country that is none', { countries: 'Ghana\nKandra\n<b>' }, 'We know no country of this name: Kandra, <b>'],
  ['Congo, which two countries are called', { countries: 'Congo' }, 'We know no country of this name: Congo'],
  ['a target of none', { target_certified: '0' }, 'Give a whole number from 1 to 1,000,000'],
  ['a target of half a person', { target_enrolled: '12.5' }, 'Give a whole number from 1 to 1,000,000'],
  ['an identifier with a space', { iati_identifier: 'XM DAC 1' }, 'An identifier has 3 to 120 signs'],
  ['a signature without its office', { signatories: 'Dr Esi Mensah' }, 'Give a name and an office'],
  [
    'a signature of 121 letters',
    { signatories: `${'A'.repeat(60)}; ${'B'.repeat(61)}` },
    'A name and an office have 120',
  ],
  ['four signatures', { signatories: 'A; B\nC; D\nE; F\nG; H' }, 'Three people sign at most'],
  ['no title', { title_fr: '' }, 'Give the title in French'],
  ['an end before the start', { ends_on: '2025-01-01' }, 'The last day comes before the first'],
]
test.each(wrong)('%s is asked back, and what was typed is still there', async (_, changes, sentence) => {
  const { save, form } = await givenProgramme()
  const before = await form()
  const { status, words, text } = await save({ funder: 'Another fund', ...changes })
  expect([status, words]).toEqual([422, expect.stringContaining(sentence)])
  expect(text).toContain('value="Another fund"')
  expect(await form()).toEqual(before)
})

test('a title that another programme has is refused, also when both come at once', async () => {
  const { save, admin, address, givenProgramme: another } = await givenProgramme()
  await another({ title_en: 'A second one' })
  const { status, words } = await save({ title_en: 'A second one' })
  expect([status, words]).toEqual([422, expect.stringContaining('There is a programme of this title already')])
  expect((await admin.get(address)).words).toContain(aProgramme.title_en)
})

test('two administrators who store a programme at once: the second is told, and nothing is overwritten', async () => {
  const { admin, address, form, save } = await givenProgramme()
  const opened = await form()
  await save({ funder: 'The first fund' })
  const late = await admin.post(address, { ...opened, funder: 'The second fund' })
  expect([late.status, late.words]).toEqual([409, expect.stringContaining('Somebody else changed the programme')])
  expect(late.text).toContain('value="The second fund"')
  expect((await admin.get(address)).text).toContain('value="The first fund"')
  const { version } = formIn(late)
  expect((await admin.post(address, { ...opened, funder: 'The second fund', version: version ?? '' })).status).toBe(303)
  expect((await admin.get(address)).text).toContain('value="The second fund"')
})

test('a donor is let in by the address of their account, and reads the targets beside the figures', async () => {
  const app = await givenProgramme()
  const { admin, address, save, givenPerson, id } = app
  const donor = await givenPerson({ name: 'Dorothea Lend' })
  const unknown = await admin.post(`${address}/grants`, { email: 'nobody@mines.example', role: 'donor' })
  expect([unknown.status, unknown.words]).toEqual([422, expect.stringContaining('No account has this address')])
  const roleless = await admin.post(`${address}/grants`, { email: donor.email, role: 'administrator' })
  expect([roleless.status, roleless.words]).toEqual([422, expect.stringContaining('Choose a role')])
  expect((await donor.get(`/reports/${id}`)).status).toBe(404)

  for (const _ of ['once', 'twice'])
    expect((await admin.post(`${address}/grants`, { email: donor.email, role: 'donor' })).status).toBe(303)
  expect((await admin.get(address)).words.match(/Dorothea Lend/g)).toHaveLength(1)
  await save({ target_enrolled: '80', target_certified: '40', iati_identifier: 'XM-DAC-41114-77' })
  const { givenCohort, givenOfficials } = resultGivens(app)
  await givenOfficials(await givenCohort(id), 20, { country_code: 'GH', sex: 'female' })
  const { words } = await donor.get(`/reports/${id}`)
  expect(words).toContain('Target: 80; 25% reached')
  expect(words).toContain('Target: 40; 0% reached')
  expect(words).toContain('XM-DAC-41114-77')
})

test('only administrators find the page', async () => {
  const { address, givenTrainer, id } = await givenProgramme()
  const trainer = await givenTrainer(id)
  expect((await trainer.get(address)).status).toBe(404)
  expect((await trainer.post(address, {})).status).toBe(404)
})

test('who signs for a programme stands on the paper of its certificates, and in their records, from then on', async () => {
  const given = await givenProgramme()
  const { save, db, id, givenTrainer, givenCohort, givenPerson, finishLessons, passQuiz } = given
  await save({ signatories: 'Dr Esi Mensah; Director, School of Law' })
  const { code } = await givenCohort(await givenTrainer(id), id)
  const [amina, habib] = [await givenPerson(), await givenPerson()]
  for (const person of [amina, habib]) {
    await person.post(`/join/${code}`)
    await finishLessons(person, beforeTheTable)
    await passQuiz(person, beforeTheTable, 'final')
    await person.post(`/courses/${beforeTheTable}/certificate`)
    await save({ signatories: '' })
  }
  const issued = await db.selectFrom('credentials').select(['learner_id', 'record']).execute()
  const signedFor = ({ id: learner }: { id: string }) =>
    issued.find(({ learner_id }) => learner_id === learner)?.record.signatories
  expect(signedFor(amina)).toEqual([{ name: 'Dr Esi Mensah', title: 'Director, School of Law' }])
  expect(signedFor(habib)).toEqual([])
  const paperOf = async (person: typeof amina) => {
    const issuedTo = issued.find(({ learner_id }) => learner_id === person.id)
    return wordsOf((await download(given, person, issuedTo?.record.code ?? '')).file)
  }
  expect(await paperOf(amina)).toContain('Dr Esi Mensah, Director, School of Law')
  expect(await paperOf(habib)).not.toContain('Dr Esi Mensah')
})
