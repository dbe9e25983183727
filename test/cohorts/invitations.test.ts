import { expect, test } from 'vitest'
import { nightlyWork } from '../../server/nightly-work.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp } from '../support/app.ts'
import { aCohort, beforeTheTable } from '../support/cohorts.ts'
import { testDatabase } from '../support/database.ts'
import { password } from '../support/givens.ts'
import { ama, bakary, rosterGivens } from '../support/rosters.ts'

async function givenInvited(...lines: string[]) {
  const app = await startApp()
  const roster = await rosterGivens(app)
  await roster.invite(...(lines.length > 0 ? lines : [ama]))
  return { app, ...roster, link: await roster.linkTo('ama@finance.example') }
}

const dayMs = 86_400_000
const newcomer = {
  name: 'Ama B. Konteh',
  institution: 'Ministry of Finance',
  country_code: 'LR',
  sex: 'female',
  language: 'en',
  password: 'the river is low in March',
  consent: 'yes',
}

test('the letter says in the person’s language who invites to what, when, and where', async () => {
  const { lettersTo } = await givenInvited(ama, bakary, 'João Silva,joao@minas.example,Minas,Moçambique,português,')
  const [english] = await lettersTo('ama@finance.example')
  expect(english?.subject).toBe('Invitation to Deal team Kandra 2026')
  expect(english?.text).toContain('Dear Ama Konteh')
  expect(english?.text).toContain('Joseph Okra invites you to the cohort Deal team Kandra 2026')
  expect(english?.text).toContain('from 2 March 2026 to 10 April 2026')
  expect(english?.text).toContain('good until 23 March 2026')
  expect(english?.text).toMatch(/http:\/\/third-pillar\.test\/invitations\/[\w-]{43}\n/)
  const [french] = await lettersTo('bakary@mines.example')
  expect(french?.subject).toBe('Invitation\u00a0: Deal team Kandra 2026')
  expect(french?.text).toContain('Joseph Okra vous invite')
  expect(french?.text).toContain('du 2 mars 2026 au 10 avril 2026')
  expect((await lettersTo('joao@minas.example'))[0]?.text).toContain('Dear João Silva')
})

test('who has no account makes one from the invitation, is in the cohort and signed in, and gets no second letter', async () => {
  const { app, link, trainer, address, list } = await givenInvited()
  const visitor = app.visitor()
  const page = await visitor.get(link)
  expect(page.status).toBe(200)
  for (const said of [
    'Deal team Kandra 2026',
    'Joseph Okra',
    'Contracts that hold',
    'The invitation is for ama@finance.example',
  ])
    expect(page.words).toContain(said)
  for (const given of [
    'value="Ama Konteh"',
    'value="Ministry of Finance"',
    'value="LR" selected',
    'value="female" selected',
  ])
    expect(page.text).toContain(given)
  expect((await visitor.post(link, newcomer)).location).toBe(`/courses/${beforeTheTable}`)
  expect((await visitor.get('/learning')).words).toContain('Before the table')
  expect((await trainer.get(address)).words).toContain('Ama B. Konteh')
  expect((await list()).words).toContain('Accepted on 2 March 2026')
  expect(await app.letters()).toHaveLength(1)
  const signIn = await app.visitor().post('/sign-in', { email: 'ama@finance.example', password: newcomer.password })
  expect(signIn.status).toBe(303)
})

test('an address in the form is not listened to: the account is the invited person’s', async () => {
  const { app, link } = await givenInvited()
  await app.visitor().post(link, { ...newcomer, email: 'somebody@else.example' })
  const accounts = await app.db.selectFrom('accounts').select('email').execute()
  expect(accounts.map(({ email }) => email)).toContain('ama@finance.example')
  expect(accounts.map(({ email }) => email)).not.toContain('somebody@else.example')
})

test('without consent, or with a poor password, nothing is made and the form comes back as it was typed', async () => {
  const { app, link } = await givenInvited()
  const page = await app.visitor().post(link, { ...newcomer, name: 'Ama K.', password: 'short', consent: '' })
  expect(page.status).toBe(422)
  expect(page.words).toContain('The password needs at least 10 characters')
  expect(page.words).toContain('Without your consent we may not keep an account')
  expect(page.text).toContain('value="Ama K."')
  expect(await app.db.selectFrom('cohort_members').selectAll().execute()).toEqual([])
  expect((await app.visitor().get(link)).status).toBe(200)
})

test('who has an account signs in and joins with it', async () => {
  const { app, link, trainer, address } = await givenInvited()
  const owner = await app.givenPerson({ name: 'Ama Konteh', email: 'ama@finance.example' })
  const visitor = app.visitor()
  const page = await visitor.get(link)
  expect(page.text).not.toContain('name="password"')
  expect(page.text).toContain(`/sign-in?next=${encodeURIComponent(link)}`)
  expect((await visitor.post(link, newcomer)).location).toBe(link)
  expect((await visitor.post('/sign-in', { email: owner.email, password, next: link })).location).toBe(link)
  expect((await visitor.get(link)).words).toContain('Join the cohort')
  const twice = await Promise.all([visitor.post(link), visitor.post(link)])
  expect(twice.map(({ location }) => location)).toEqual(Array(2).fill(`/courses/${beforeTheTable}`))
  const events = app.db.selectFrom('audit_events').select('id').where('action', '=', 'invitation.accepted')
  expect(await events.execute()).toHaveLength(1)
  expect((await trainer.get(address)).words).toContain('Ama Konteh')
})

test('who is signed in with another address is told so, and cannot join in its place', async () => {
  const { app, link } = await givenInvited()
  const other = await app.givenPerson()
  expect((await other.get(link)).words).toContain('You are signed in with another address')
  expect((await other.post(link, newcomer)).location).toBe(link)
  expect(await app.db.selectFrom('cohort_members').selectAll().execute()).toEqual([])
})

test('an account that somebody made with the address and never confirmed becomes the invited person’s', async () => {
  const { app, link } = await givenInvited()
  const stranger = { ...newcomer, name: 'A Stranger', email: 'ama@finance.example', password: 'known to a stranger' }
  await app.visitor().post('/sign-up', stranger)
  expect((await app.visitor().post(link, newcomer)).status).toBe(303)
  const account = await app.db.selectFrom('accounts').selectAll().where('email', '=', stranger.email).executeTakeFirst()
  expect(account).toMatchObject({ name: 'Ama B. Konteh', email_confirmed_at: app.clock.now() })
  const signIn = (secret: string) => app.visitor().post('/sign-in', { email: stranger.email, password: secret })
  expect((await signIn(stranger.password)).status).toBe(422)
  expect((await signIn(newcomer.password)).status).toBe(303)
})

test('accepting twice is accepting once', async () => {
  const { app, link } = await givenInvited()
  const visitor = app.visitor()
  const answers = await Promise.all([
    visitor.post(link, newcomer),
    visitor.post(link, newcomer),
    app.visitor().post(link, newcomer),
  ])
  expect(answers.map(({ location }) => location)).toEqual(Array(3).fill(`/courses/${beforeTheTable}`))
  expect(await app.db.selectFrom('cohort_members').selectAll().execute()).toHaveLength(1)
  const used = await app.visitor().get(link)
  expect(used.status).toBe(410)
  expect(used.words).toContain('This invitation has been accepted')
  // The link opens nobody's account a second time.
  const again = app.visitor()
  await again.post(link, { ...newcomer, password: 'another sentence to keep' })
  expect((await again.get('/learning')).location).toContain('/sign-in')
})

test('who came by the code counts as accepted', async () => {
  const { app, link, code, list, invite, lettersTo } = await givenInvited()
  const { courses, mail, config } = app.app
  const owner = await app.givenPerson({ email: 'ama@finance.example' })
  await owner.post(`/join/${code}`)
  expect((await list()).words).toContain('One person has accepted')
  expect((await list()).words).toContain('In the cohort, by its code')
  expect((await owner.get(link)).status).toBe(410)
  app.clock.pass(8 * dayMs)
  await nightlyWork({ database: await testDatabase(), clock: app.clock, courses, mail, config })
  app.clock.pass(22 * dayMs)
  expect((await invite(ama)).location).toContain('sent=0')
  expect(await lettersTo('ama@finance.example')).toHaveLength(1)
})

test('an invitation holds for 21 days, and again from a letter that is sent again', async () => {
  const { app, link, list, lettersTo, linkTo, address, trainer } = await givenInvited()
  app.clock.pass(limits.invitationDays * dayMs - 1000)
  expect((await app.visitor().get(link)).status).toBe(200)
  app.clock.pass(1000)
  expect((await app.visitor().get(link)).words).toContain('This invitation has expired')
  expect((await app.visitor().post(link, newcomer)).status).toBe(410)
  const page = await list()
  expect(page.words).toContain('Expired on 23 March 2026')
  const again = /\/cohorts\/[\w-]+\/invitations\/[\w-]+\/letters/.exec(page.text)?.[0] ?? ''
  expect(again).toContain(address)
  await Promise.all([trainer.post(again), trainer.post(again)])
  expect(await lettersTo('ama@finance.example')).toHaveLength(2)
  expect((await list()).words).toContain('One person has not answered')
  // Every letter's link leads to the one invitation.
  for (const one of [link, await linkTo('ama@finance.example')]) expect((await app.visitor().get(one)).status).toBe(200)
})

test('a withdrawn invitation says so, and the list invites again', async () => {
  const { app, link, list, trainer, look, confirm, lettersTo } = await givenInvited()
  const withdrawal = /\/cohorts\/[\w-]+\/invitations\/[\w-]+\/withdrawal/.exec((await list()).text)?.[0] ?? ''
  await trainer.post(withdrawal)
  await trainer.post(withdrawal)
  expect((await list()).words).toContain('Withdrawn on 2 March 2026')
  const page = await app.visitor().get(link)
  expect(page.status).toBe(410)
  expect(page.words).toContain('This invitation was withdrawn')
  expect((await app.visitor().post(link, newcomer)).status).toBe(410)
  const preview = await look(ama)
  expect(preview.words).toContain('One invitation has lapsed and would be sent again')
  await confirm(preview)
  expect(await lettersTo('ama@finance.example')).toHaveLength(2)
  expect((await app.visitor().get(link)).status).toBe(200)
})

test('an accepted invitation can be neither withdrawn nor sent again', async () => {
  const { app, link, list, trainer, lettersTo } = await givenInvited()
  const withdrawal = /\/cohorts\/[\w-]+\/invitations\/[\w-]+\/withdrawal/.exec((await list()).text)?.[0] ?? ''
  await app.visitor().post(link, newcomer)
  app.clock.pass(dayMs)
  await trainer.post(withdrawal)
  await trainer.post(withdrawal.replace('withdrawal', 'letters'))
  expect((await list()).words).toContain('One person has accepted')
  expect((await list()).text).not.toContain('/withdrawal')
  expect(await lettersTo('ama@finance.example')).toHaveLength(1)
})

test('another trainer’s invitations are not there', async () => {
  const { app, list, givenTrainer, givenCohort, programme, lettersTo } = await givenInvited()
  const paths = [...(await list()).text.matchAll(/action="(\/cohorts\/[\w-]+\/invitations\/[\w-]+\/\w+)"/g)]
  expect(paths).toHaveLength(2)
  const stranger = await givenTrainer(programme, 'Other Trainer')
  const own = await givenCohort(stranger, programme, { name: 'Another cohort' })
  app.clock.pass(dayMs)
  for (const [, path = ''] of paths) {
    expect((await stranger.post(path)).status).toBe(404)
    expect((await stranger.post(path.replace(/\/cohorts\/[\w-]+/, own.address))).status).toBe(404)
  }
  expect(await lettersTo('ama@finance.example')).toHaveLength(1)
})

test('a learner of another cohort is invited like anyone, and nothing of theirs is shown', async () => {
  const { app, givenTrainer, givenCohort, programme, look, confirm, list, lettersTo } = await givenInvited()
  const otherTrainer = await givenTrainer(programme, 'Other Trainer')
  const other = await givenCohort(otherTrainer, programme, { name: 'Another cohort' })
  const learner = await app.givenPerson({
    name: 'Their Own Name',
    email: 'learner@lands.example',
    institution: 'Secret Office',
  })
  await learner.post(`/join/${other.code}`)
  const preview = await look('As Listed,learner@lands.example,Lands,LR,en,')
  await confirm(preview)
  for (const page of [preview, await list()])
    for (const own of ['Their Own Name', 'Secret Office', 'Another cohort']) expect(page.words).not.toContain(own)
  expect((await lettersTo('learner@lands.example'))[0]?.text).toContain('Dear As Listed')
})

test('an invitation to a cohort that has ended, and a link that nobody was sent', async () => {
  const { app, link } = await givenInvited()
  expect((await app.visitor().get(`/invitations/${'a'.repeat(43)}`)).status).toBe(404)
  expect((await app.visitor().post(`/invitations/${'a'.repeat(43)}`, newcomer)).status).toBe(404)
  app.clock.set(new Date(`${aCohort.ends_on}T23:59:59Z`))
  await app.db
    .updateTable('invitations')
    .set({ expires_at: new Date('2027-01-01') })
    .execute()
  expect((await app.visitor().get(link)).status).toBe(200)
  app.clock.pass(1000)
  expect((await app.visitor().get(link)).words).toContain('This cohort has ended')
  expect((await app.visitor().post(link, newcomer)).status).toBe(409)
  expect(await app.db.selectFrom('accounts').select('id').where('email', '=', 'ama@finance.example').execute()).toEqual(
    [],
  )
})

test('after seven days who did not answer is reminded, once; who did, or was taken off the list, is not', async () => {
  const { app, link, list, trainer, lettersTo, linkTo } = await givenInvited(
    ama,
    bakary,
    'Eve Tamba,eve@lands.example,Lands,LR,en,',
  )
  const { courses, mail, config } = app.app
  const night = async () => nightlyWork({ database: await testDatabase(), clock: app.clock, courses, mail, config })
  await app.visitor().post(await linkTo('bakary@mines.example'), newcomer)
  const [withdrawal] =
    /(?<=Eve Tamba<.*)\/cohorts\/[\w-]+\/invitations\/[\w-]+\/withdrawal/.exec((await list()).text) ?? []
  expect((await trainer.post(withdrawal ?? '')).status).toBe(303)
  app.clock.pass(limits.invitationReminderDays * dayMs - 1000)
  await night()
  expect(await app.letters()).toHaveLength(3)
  app.clock.pass(1000)
  await Promise.all([night(), night()])
  await night()
  expect(await app.letters()).toHaveLength(4)
  const reminder = (await lettersTo('ama@finance.example'))[1]
  expect(reminder?.subject).toBe('Reminder: invitation to Deal team Kandra 2026')
  expect(reminder?.text).toContain('good until 23 March 2026')
  expect((await list()).words).toContain('reminded on 9 March 2026')
  for (const one of [link, await linkTo('ama@finance.example')]) expect((await app.visitor().get(one)).status).toBe(200)
})

test('who guesses links is slowed down', async () => {
  const { app, link } = await givenInvited()
  const guesser = app.visitor()
  for (let tries = 0; tries < limits.invitation.max; tries += 1)
    await guesser.get(`/invitations/${String(tries).padStart(43, 'a')}`)
  expect((await guesser.get(link)).status).toBe(429)
  expect((await app.visitor().get(link)).status).toBe(200)
})
