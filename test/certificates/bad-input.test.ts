import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { givenIssued } from './cohort-holders.ts'
import { ask, download, givenCertificate, givenEarner, wordsOf } from './holders.ts'
import { openPdf } from './open-pdf.ts'

const code = 'TP-7K4M-20XD-1HRC-X'
/** The same code as people type it who take a 0 for an O and a 1 for an I or an L. */
const lookAlikes = ['TP-7K4M-2OXD-IHRC-X', 'tp-7k4m-2oxd-lhrc-x', 'TP 7K4M 2oXD lHRC X', '7K4M2OXDIHRCX']
const unprintable = 'ⵜⵉⵏⵀⵉⵏⴰⵏ'

/** A certificate whose code has a 0 and a 1, which chance does not always give. */
async function givenThatCode() {
  const app = await startApp()
  const holder = await givenEarner(app)
  await givenCertificate(holder)
  const record = sql<never>`jsonb_set(record, '{code}', to_jsonb(${code}::text))`
  await app.db.updateTable('credentials').set({ code, record }).execute()
  return { app, holder }
}

test.each(lookAlikes)('a code typed as %s is the code that was issued, at every address', async (typed) => {
  const { app, holder } = await givenThatCode()
  const visitor = app.visitor()
  const path = encodeURIComponent(typed)
  for (const address of [`/verify?code=${path}`, `/verify/${path}`]) {
    expect((await visitor.get(address)).location).toBe(`/verify/${code}`)
    expect((await visitor.open(address)).words).toContain('This certificate is valid')
  }
  const program = await app.app.inject({ url: `/verify/${path}`, headers: { accept: 'application/json' } })
  expect([program.statusCode, program.headers.location]).toEqual([303, `/verify/${code}`])
  for (const ending of ['json', 'jwt', 'png', 'svg']) {
    const badge = await app.app.inject(`/certificates/${path}.${ending}`)
    expect([ending, badge.statusCode]).toEqual([ending, 200])
    expect(badge.headers['content-disposition']).toContain(`${code}.${ending}`)
  }
  expect((await download(app, holder, path)).status).toBe(200)
  expect((await holder.get(`/certificates/${path}/sharing`)).words).toContain(code)
  const admin = await app.givenAdministrator()
  expect((await admin.open(`/admin/certificates/${path}`)).words).toContain(code)
})

const person = {
  country_code: 'LR',
  institution: 'Ministry of Mines',
  sex: 'female',
  language: 'fr',
  email: 'amina@mines.example',
  password: 'the river is low in March',
  consent: 'yes',
}
const tooLong = {
  en: 'The name holds characters that cannot be printed, or is longer than 120',
  fr: 'Le nom contient des caractères qui ne s’impriment pas, ou dépasse 120 caractères',
}

test('a name of 300 characters comes back with how long it may be, in the reader’s language, and is not cut and kept', async () => {
  const app = await startApp()
  const holder = await givenEarner(app, { name: 'Amina Darwe' })
  const code = await givenCertificate(holder)
  const long = 'Amina '.repeat(50)
  for (const [language, says] of Object.entries(tooLong)) {
    const newcomer = app.visitor()
    newcomer.cookies.set('lang', language)
    const signUp = await newcomer.post('/sign-up', { ...person, name: long })
    expect([signUp.status, signUp.words]).toEqual([422, expect.stringContaining(says)])
    await holder.post('/account', { ...person, language, name: 'Amina Darwe' })
    const account = await holder.post('/account', { ...person, name: long })
    expect([account.status, account.words]).toEqual([422, expect.stringContaining(says)])
  }
  const names = (await app.db.selectFrom('accounts').select('name').execute()).map(({ name }) => name)
  expect(names).toEqual(['Amina Darwe'])
  expect(wordsOf((await download(app, holder, code)).file)).toContain('Amina Darwe')
})

test('a name of 120 characters, the longest that is kept, is printed whole in any script', async () => {
  const app = await startApp()
  for (const word of ['Wambamwamba', 'Nguyễn Thị', 'أمينة', 'ኃይለ']) {
    const name = `${word} `.repeat(120).slice(0, 120).trim()
    const holder = await givenEarner(app, { name })
    const { status, file } = await download(app, holder, await givenCertificate(holder))
    expect([word, status]).toEqual([word, 200])
    const heading = (await openPdf(file)).pages[0]?.elements.find(({ role }) => role === 'H1')
    expect((heading?.spoken ?? heading?.text)?.replaceAll(' ', '')).toBe(name.replaceAll(' ', ''))
  }
})

test('a programme, a cohort and a signatory whose letters no font has are left out, and nobody waits for that', async () => {
  const { app, givenHolder } = await givenIssued()
  const signatories = JSON.stringify([
    { name: unprintable, title: 'Director' },
    { name: 'Esi Mensah', title: 'Dean' },
  ])
  await sql`update programmes set title_en = ${unprintable}, title_fr = title_en, signatories = ${signatories}`.execute(
    app.db,
  )
  await sql`update cohorts set name = ${unprintable}`.execute(app.db)
  const holder = await givenHolder()
  const words = wordsOf((await download(app, holder, holder.code)).file)
  expect(words).toContain('Amina Darwe')
  expect(words).toContain('Esi Mensah, Dean')
  expect(words).not.toContain('Director')
  expect((await app.visitor().get(`/verify/${holder.code}`)).words).not.toContain(unprintable)
})

test('a name whose letters no font has is refused in French, too', async () => {
  const app = await startApp()
  const holder = await givenEarner(app, { name: unprintable, language: 'fr' })
  const answer = await holder.post(ask)
  expect(answer.status).toBe(409)
  expect(answer.words).toContain('Votre nom contient une lettre que nous ne pouvons pas imprimer')
})
