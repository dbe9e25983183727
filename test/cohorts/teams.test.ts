import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { namePeople } from '../../server/cohorts/teams/naming/name-people.ts'
import { nightlyWork } from '../../server/nightly-work.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp } from '../support/app.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import { recordStatements, testDatabase } from '../support/database.ts'
import { rosterGivens } from '../support/rosters.ts'

const dayMs = 86_400_000
const finance = {
  institution: 'Ministry of Finance',
  country_code: 'LR',
  places: '3',
  contact_name: 'Grace Toe',
  contact_email: 'grace@finance.example',
  language: 'en',
}
const ama = { name: 'Ama Konteh', email: 'ama@finance.example', language: 'en', sex: 'female' }
const habib = { name: 'Habib Tarr', email: 'habib@finance.example', language: 'fr', sex: '' }
const eve = { name: 'Eve Tamba', email: 'eve@finance.example', language: 'en', sex: '' }
const lena = { name: 'Lena Doe', email: 'lena@finance.example', language: 'en', sex: '' }
type Row = Partial<typeof ama>

/** The contact's form as it is sent: the first row is number 1. */
const rowsOf = (...rows: Row[]) =>
  Object.fromEntries(
    rows.flatMap((row, index) => Object.entries(row).map(([field, text]) => [`${field}_${index + 1}`, text])),
  )

async function givenTeam(details: Partial<typeof finance> = {}) {
  const app = await startApp()
  const roster = await rosterGivens(app)
  const { trainer, address, lettersTo } = roster
  const give = (more: Partial<typeof finance> = {}) =>
    trainer.post(`${address}/teams`, { ...finance, ...details, ...more })
  const given = await give()
  const linkIn = async (contact = finance.contact_email) =>
    /\/teams\/[\w-]+/.exec((await lettersTo(contact)).at(-1)?.text ?? '')?.[0] ?? ''
  const link = await linkIn()
  const contact = app.visitor()
  const name = (...rows: Row[]) => contact.post(link, rowsOf(...rows))
  const teams = () => trainer.get(`${address}/teams`)
  /** The address of a team's button: `letters` or `withdrawal`. */
  const button = async (to: string) =>
    new RegExp(`${address}/teams/[\\w-]+/${to}`).exec((await teams()).text)?.[0] ?? ''
  const takeBackOf = async (person: string) => {
    const { text } = await contact.get(link)
    const id = new RegExp(`id="p-([\\w-]+)">${person}<`).exec(text)?.[1]
    return `${link}/people/${id}/withdrawal`
  }
  const invited = () => app.db.selectFrom('invitations').select(['email', 'withdrawn_at']).orderBy('email').execute()
  return { app, ...roster, given, give, linkIn, link, contact, name, teams, button, takeBackOf, invited }
}

test('the contact hears in their language who has places, in what and until when, and needs no account', async () => {
  const { given, address, give, app, lettersTo, contact, link, teams } = await givenTeam()
  expect([given.status, given.location]).toEqual([303, `${address}/teams`])
  const [letter] = await lettersTo('grace@finance.example')
  expect(letter?.subject).toBe('3 places for Ministry of Finance: Deal team Kandra 2026')
  expect(letter?.text).toContain('Dear Grace Toe')
  expect(letter?.text).toContain('Joseph Okra has 3 places for Ministry of Finance in the cohort Deal team Kandra 2026')
  expect(letter?.text).toContain('from 2 March 2026 to 10 April 2026')
  expect(letter?.text).toContain('good until 23 March 2026')
  const stored = JSON.stringify(await app.db.selectFrom('cohort_team_links').selectAll().execute())
  expect(stored).not.toContain(link.replace('/teams/', ''))

  const french = {
    institution: 'Ministère des Mines',
    contact_email: 'fatou@mines.example',
    language: 'fr',
    places: '1',
  }
  await give({ ...french, contact_name: 'Fatou Sy', country_code: 'GN' })
  const [lettre] = await lettersTo('fatou@mines.example')
  expect(lettre?.subject).toBe('Une place pour Ministère des Mines\u00a0: Deal team Kandra 2026')
  expect(lettre?.text).toContain('Bonjour Fatou Sy')
  expect(lettre?.text).toContain('Joseph Okra a une place pour Ministère des Mines')
  expect(lettre?.text).toContain('du 2 mars 2026 au 10 avril 2026')

  const page = await contact.get(link)
  expect([page.status, page.headers['x-robots-tag']]).toEqual([200, 'noindex'])
  for (const said of ['3 places for Ministry of Finance', '3 places are left', 'Joseph Okra', 'Contracts that hold'])
    expect(page.words).toContain(said)
  expect(page.text).toContain('name="name_3"')
  expect(page.text).not.toContain('name="name_4"')
  expect((await teams()).words).toContain('3 places, 0 named, 0 joined Grace Toe · grace@finance.example')
})

test('whom the contact names is invited as anybody else is, and stands among the invitations', async () => {
  const { app, name, contact, link, list, lettersTo, linkTo, teams } = await givenTeam()
  expect((await name(ama, {}, habib)).location).toBe(`${link}?named=2`)
  const [letter] = await lettersTo('ama@finance.example')
  expect(letter?.subject).toBe('Invitation to Deal team Kandra 2026')
  expect(letter?.text).toContain('Joseph Okra invites you')
  expect((await lettersTo('habib@finance.example'))[0]?.text).toContain('Joseph Okra vous invite')
  expect((await list()).words).toContain('Ama Konteh ama@finance.example · Ministry of Finance')

  const newcomer = app.visitor()
  const page = await newcomer.get(await linkTo('ama@finance.example'))
  for (const known of ['value="Ministry of Finance"', 'value="LR" selected', 'value="female" selected'])
    expect(page.text).toContain(known)
  const account = { name: 'Ama B. Konteh', institution: 'Finance', country_code: 'LR', sex: 'female', language: 'en' }
  const joined = { ...account, password: 'the river is low in March', consent: 'yes' }
  expect((await newcomer.post(await linkTo('ama@finance.example'), joined)).location).toBe(`/courses/${beforeTheTable}`)

  const back = await contact.get(link)
  expect(back.words).toContain('Ama Konteh Has joined')
  expect(back.words).toContain('Habib Tarr Invited, no answer yet')
  expect(back.words).toContain('One place is left')
  for (const theirs of ['Ama B.', 'ama@finance.example']) expect(back.text).not.toContain(theirs)
  expect(back.text).toContain('name="name_1"')
  expect(back.text).not.toContain('name="name_2"')
  expect((await teams()).words).toContain('3 places, 2 named, 1 joined')
  expect((await name(eve)).location).toBe(`${link}?named=1`)
  expect((await contact.get(`${link}?named=1`)).words).toContain('One letter is on its way. All places are named.')
})

test('the same names again, and one person in two rows, are once', async () => {
  const { app, name, link, invited } = await givenTeam()
  const again = { ...ama, email: 'AMA@finance.example ', name: 'Ama  Konteh' }
  expect((await name(ama, again)).location).toBe(`${link}?named=1`)
  expect((await name(ama, again)).location).toBe(`${link}?named=0`)
  expect((await name(ama, habib, eve)).location).toBe(`${link}?named=2`)
  expect(await invited()).toHaveLength(3)
  expect(await app.letters()).toHaveLength(4)
})

test('a row with a mistake says so beside it, keeps all that was typed, and nobody is invited', async () => {
  const { app, contact, link, invited } = await givenTeam()
  const typed = rowsOf(
    ama,
    { ...habib, email: 'habib at finance' },
    { name: '', email: 'eve@finance.example', sex: 'x' },
  )
  const page = await contact.post(link, typed)
  expect([page.status, page.headers['x-robots-tag']]).toEqual([422, 'noindex'])
  expect(page.text).toMatch(/id="email_2-wrong">This is no e-mail address</)
  expect(page.text).toMatch(/id="name_3-wrong">The name is missing</)
  for (const kept of ['Ama Konteh', 'ama@finance.example', 'Habib Tarr', 'habib at finance', 'eve@finance.example'])
    expect(page.text).toContain(`value="${kept}"`)
  expect(page.text).toMatch(/id="language_2".*?value="fr" selected/s)
  const twice = await contact.post(link, rowsOf(ama, { ...lena, email: ama.email }))
  expect([twice.status, twice.words]).toEqual([422, expect.stringContaining('stands above with another name')])
  const nobody = await contact.post(link, { language_1: 'en' })
  expect([nobody.status, nobody.words]).toEqual([422, expect.stringContaining('Name at least one person')])
  expect(await invited()).toEqual([])
  expect(await app.letters()).toHaveLength(1)
})

test('who is in the cohort, or invited already, takes no place, and the contact cannot tell which', async () => {
  const { app, code, contact, link, invite, invited } = await givenTeam()
  const member = await app.givenPerson({ name: 'Member Person', email: 'member@finance.example' })
  await member.post(`/join/${code}`)
  await invite('Waiting Person,waits@finance.example,Finance,LR,en,')
  await app.givenPerson({ name: 'Elsewhere Person', email: 'elsewhere@finance.example' })
  const before = await invited()
  const said = async (email: string) => {
    const page = await contact.post(link, rowsOf({ ...ama, email }))
    return { status: page.status, text: page.text.replaceAll(email, 'THIS') }
  }
  const known = await said('member@finance.example')
  expect(known.status).toBe(422)
  expect(known.text).toContain('This address takes none of your places')
  expect(known.text).not.toContain('Member Person')
  expect(await said('waits@finance.example')).toEqual(known)
  expect(await invited()).toEqual(before)
  // An account that has nothing to do with the cohort is nobody's business.
  expect((await contact.post(link, rowsOf({ ...ama, email: 'elsewhere@finance.example' }))).status).toBe(303)
})

test('places are never exceeded: more names than places, and two windows for the last one', async () => {
  const { app, name, contact, link, invited } = await givenTeam({ places: '2' })
  await name(ama)
  const page = await name(habib, eve)
  expect(page.status).toBe(422)
  expect(page.text).toMatch(/id="name_2-wrong">No place is left for this person</)
  for (const kept of ['Habib Tarr', 'Eve Tamba']) expect(page.text).toContain(`value="${kept}"`)
  expect(await invited()).toHaveLength(1)
  const answers = await Promise.all([name(habib), app.visitor().post(link, rowsOf(eve))])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
  expect(await invited()).toHaveLength(2)
  expect((await contact.get(link)).words).toContain('All places are named')
  const late = await name(lena)
  expect([late.status, late.text]).toEqual([422, expect.stringContaining('value="Lena Doe"')])
  expect((await name({})).location).toBe(link)
})

test('two windows with many names at the same moment never name more than there are places', async () => {
  const { app, invited } = await givenTeam({ places: '4' })
  const team = await app.db.selectFrom('cohort_teams').select('id').executeTakeFirstOrThrow()
  const rowsFrom = (start: number) =>
    new Map(
      [1, 2, 3].map((n) => {
        const at = start + n
        return [n, { name: `Person ${at}`, email: `person${at}@finance.example`, language: 'en', sex: '' }]
      }),
    )
  const both = [0, 3].map((start) =>
    namePeople(app.db, { teamId: team.id, rows: rowsFrom(start), jobs: app.jobs }, app.clock.now()),
  )
  const outcomes = await Promise.all(both)
  expect(outcomes.map((outcome) => outcome && 'named' in outcome).sort()).toEqual([false, true])
  expect(await invited()).toHaveLength(3)
})

test('who has not joined is taken back: the place is free, the letter’s link says so, and it can be given to another', async () => {
  const { app, name, contact, link, linkTo, takeBackOf, invited, code, list, trainer, address } = await givenTeam({
    places: '1',
  })
  await name(ama)
  const letter = await linkTo(ama.email)
  const takeBack = await takeBackOf('Ama Konteh')
  for (let presses = 0; presses < 2; presses += 1) expect((await contact.post(takeBack)).location).toBe(link)
  expect((await app.visitor().get(letter)).status).toBe(410)
  expect((await contact.get(link)).words).toContain('Ama Konteh Invitation withdrawn')
  expect((await name(habib)).status).toBe(303)
  // The trainer may still want her: she then comes as the trainer's own, beside the team.
  const again =
    /(?<=Ama Konteh<.*?)\/cohorts\/[\w-]+\/invitations\/[\w-]+\/letters/s.exec((await list()).text)?.[0] ?? ''
  expect((await trainer.post(again)).status).toBe(303)
  expect((await invited()).map(({ withdrawn_at }) => withdrawn_at)).toEqual([null, null])
  expect((await contact.get(link)).words).not.toContain('Ama Konteh')
  expect((await trainer.get(`${address}/teams`)).words).toContain('One place, 1 named')

  const joined = await app.givenPerson({ name: 'Habib Tarr', email: habib.email })
  await joined.post(`/join/${code}`)
  expect((await contact.get(link)).words).toContain('Habib Tarr Has joined')
  expect((await contact.post(await takeBackOf('Habib Tarr'))).status).toBe(303)
  expect((await contact.get(link)).words).toContain('Habib Tarr Has joined')
})

test('a contact takes back nobody whom another named', async () => {
  const { app, give, contact, link, linkIn, name, takeBackOf, invited } = await givenTeam()
  await name(ama)
  await give({ institution: 'Ministry of Lands', contact_email: 'paul@lands.example' })
  const theirs = (await takeBackOf('Ama Konteh')).replace(link, await linkIn('paul@lands.example'))
  expect((await contact.post(theirs)).status).toBe(404)
  expect((await app.visitor().post(`${link}/people/no-id/withdrawal`)).status).toBe(404)
  expect((await invited())[0]?.withdrawn_at).toBeNull()
})

test('withdrawn places have a dead link that says so; whom the contact named keeps the invitation', async () => {
  const { app, name, contact, link, linkTo, button, trainer, teams } = await givenTeam()
  await name(ama)
  const withdrawal = await button('withdrawal')
  for (let presses = 0; presses < 2; presses += 1) expect((await trainer.post(withdrawal)).status).toBe(303)
  for (const page of [await contact.get(link), await name(habib)])
    expect([page.status, page.words]).toEqual([410, expect.stringContaining('These places were withdrawn')])
  expect((await app.visitor().get(await linkTo(ama.email))).status).toBe(200)
  expect((await teams()).words).toContain('Withdrawn on 2 March 2026')
  const events = app.db.selectFrom('audit_events').select('action').where('action', 'like', 'team.%').orderBy('id')
  expect((await events.execute()).map(({ action }) => action)).toEqual(['team.invited', 'team.named', 'team.withdrawn'])
})

test('after 21 days the link has expired, another letter opens it, and twice in a minute is one letter', async () => {
  const { app, name, contact, link, button, trainer, lettersTo } = await givenTeam()
  app.clock.pass(limits.invitationDays * dayMs - 1000)
  expect((await contact.get(link)).status).toBe(200)
  app.clock.pass(1000)
  for (const page of [await contact.get(link), await name(ama)])
    expect([page.status, page.words]).toEqual([410, expect.stringContaining('This link has expired')])
  const letters = await button('letters')
  for (let presses = 0; presses < 2; presses += 1) expect((await trainer.post(letters)).status).toBe(303)
  expect(await lettersTo(finance.contact_email)).toHaveLength(2)
  expect((await contact.get(link)).status).toBe(200)
  expect((await name(ama)).status).toBe(303)
})

test('when the cohort has ended its places are closed to everybody', async () => {
  const { app, name, contact, link, give, button, trainer, teams } = await givenTeam()
  const letters = await button('letters')
  app.clock.set(new Date('2026-05-01T00:00:00Z'))
  for (const page of [await contact.get(link), await name(ama)])
    expect([page.status, page.words]).toEqual([410, expect.stringContaining('This cohort has ended')])
  expect((await give({ institution: 'Ministry of Lands' })).status).toBe(409)
  expect((await trainer.post(letters)).status).toBe(409)
  const page = await teams()
  expect([page.status, page.text.includes('<form class="form"')]).toEqual([200, false])
})

test('who is named when the cohort is full lands on its waiting list', async () => {
  const { app, name, linkTo } = await givenTeam()
  await app.db.updateTable('cohorts').set({ capacity: 1 }).execute()
  const { join_code: code } = await app.db.selectFrom('cohorts').select('join_code').executeTakeFirstOrThrow()
  await (await app.givenPerson()).post(`/join/${code}`)
  await name(ama)
  const person = await app.givenPerson({ name: 'Ama Konteh', email: ama.email })
  expect((await person.post(await linkTo(ama.email))).location).toBe(`/join/${code}`)
  expect((await person.get(`/join/${code}`)).words).toMatch(/wait/i)
})

test('after seven days a contact with places left is reminded, once; who named everybody is not', async () => {
  const { app, give, name, contact, linkIn, lettersTo, link } = await givenTeam()
  await name(ama)
  await give({ institution: 'Ministry of Lands', contact_email: 'paul@lands.example', places: '1' })
  await contact.post(await linkIn('paul@lands.example'), rowsOf(habib))
  const { courses, mail, config } = app.app
  const night = async () => nightlyWork({ database: await testDatabase(), clock: app.clock, courses, mail, config })
  app.clock.pass(limits.invitationReminderDays * dayMs - 1000)
  await night()
  expect(await lettersTo(finance.contact_email)).toHaveLength(1)
  app.clock.pass(1000)
  await Promise.all([night(), night()])
  await night()
  const [, reminder, ...more] = await lettersTo(finance.contact_email)
  expect(more).toEqual([])
  expect(reminder?.subject).toBe('Reminder: 2 places are left for Ministry of Finance')
  expect(reminder?.text).toContain('good until 23 March 2026')
  expect(await lettersTo('paul@lands.example')).toHaveLength(1)
  for (const one of [link, await linkIn()]) expect((await contact.get(one)).status).toBe(200)
})

test('the same places twice are one letter; other details wait until the first are withdrawn', async () => {
  const { app, give, button, trainer, name, lettersTo, teams } = await givenTeam()
  expect((await Promise.all([give(), give()])).map(({ status }) => status)).toEqual([303, 303])
  expect(await lettersTo(finance.contact_email)).toHaveLength(1)
  const other = await give({ places: '5' })
  expect([other.status, other.words]).toEqual([422, expect.stringContaining('withdraw those first')])
  expect(other.text).toContain('name="places" type="text" value="5"')
  await name(ama, habib)
  await trainer.post(await button('withdrawal'))
  const fewer = await give({ places: '1' })
  expect([fewer.status, fewer.words]).toEqual([422, expect.stringContaining('have been named already')])
  expect((await give({ places: '5' })).status).toBe(303)
  expect((await teams()).words).toContain('5 places, 2 named')
  expect(await app.db.selectFrom('cohort_teams').select('id').execute()).toHaveLength(1)
})

test.each([
  ['no institution', { institution: ' ' }, 'The institution is missing'],
  ['no places', { places: '0' }, 'from 1 to 50'],
  ['51 places', { places: '51' }, 'from 1 to 50'],
  ['places in words', { places: 'three' }, 'from 1 to 50'],
  ['no country', { country_code: 'XX' }, 'Choose your country'],
  ['no name', { contact_name: '' }, 'The name is missing'],
  ['no address', { contact_email: 'grace at finance' }, 'This is no e-mail address'],
  ['no language', { language: 'de' }, 'Choose a language'],
])('%s: refused with a sentence, and what was typed is still there', async (_, wrong, said) => {
  const { app, given } = await givenTeam(wrong)
  expect([given.status, given.words]).toEqual([422, expect.stringContaining(said)])
  const kept = 'contact_name' in wrong ? finance.institution : finance.contact_name
  expect(given.text).toContain(`value="${kept}"`)
  expect(await app.letters()).toEqual([])
})

test('another trainer, and a learner, find no places in a cohort that is not theirs', async () => {
  const { app, button, address, givenTrainer, programme, lettersTo } = await givenTeam()
  const [letters, withdrawal] = [await button('letters'), await button('withdrawal')]
  for (const person of [await givenTrainer(programme, 'Other Trainer'), await app.givenPerson()]) {
    expect((await person.get(`${address}/teams`)).status).toBe(404)
    for (const to of [`${address}/teams`, letters, withdrawal])
      expect((await person.post(to, { ...finance, contact_email: 'else@finance.example' })).status).toBe(404)
  }
  expect(await lettersTo('else@finance.example')).toEqual([])
})

test('a guessed link is not found, and who guesses is slowed down', async () => {
  const { app, link } = await givenTeam()
  const guesser = app.visitor()
  const guess = (n: number) => guesser.get(`/teams/${String(n).padStart(43, 'a')}`)
  for (let tries = 0; tries < limits.invitation.max; tries += 1) expect((await guess(tries)).status).toBe(404)
  expect((await guesser.get(link)).status).toBe(429)
  for (let tries = 0; tries < limits.naming.max; tries += 1) await guesser.post(link, {})
  expect((await guesser.post(link, rowsOf(ama))).status).toBe(429)
  expect((await app.visitor().get(link)).status).toBe(200)
})

test('fifty places fit into one page of the line, and sixty institutions cost no more statements than one', async () => {
  const { app, name, contact, link, teams, trainer, address } = await givenTeam({ places: '50' })
  await name(ama)
  const given = await app.db.selectFrom('cohort_teams').selectAll().executeTakeFirstOrThrow()
  const others = Array.from({ length: 60 }, (_, n) => ({ ...given, id: newId(), institution: `Ministry ${n + 10}` }))
  await app.db.insertInto('cohort_teams').values(others).execute()
  const { statements, stop } = recordStatements()
  const places = await contact.get(link)
  expect(statements.splice(0)).toHaveLength(1)
  await teams()
  stop()
  expect(statements).toHaveLength(3)
  expect(places.text).toContain('name="name_49"')
  expect(gzipSync(places.text, { level: 4 }).length).toBeLessThan(8192)
  expect((await trainer.get(`${address}/teams?page=2`)).words).toContain('51 to 61 of 61')
  expect((await trainer.get(`${address}/teams?page=3`)).words).toContain('There are no institutions on this page')
})
