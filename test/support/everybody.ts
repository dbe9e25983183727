import { linkForFirstAdministrator } from '../../server/accounts/first-administrator.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { givenCertificate, givenEarner } from '../certificates/holders.ts'
import { publicUrl, startApp, type TestApp } from './app.ts'
import type { TestBrowser } from './browser.ts'
import { cohortGivens } from './cohorts.ts'
import { type Person, password } from './givens.ts'
import { givenScript } from './scripts.ts'

/** Everyone there is, as far as access goes. The official owns what a learner can own, and is in the trainer's cohort. */
export const roles = [
  'visitor',
  'official',
  'otherLearner',
  'trainer',
  'otherTrainer',
  'donor',
  'otherDonor',
  'administrator',
] as const
export type Role = (typeof roles)[number]

export type World = {
  app: TestApp
  people: Record<Exclude<Role, 'visitor'>, Person>
  /** The address of a route with its parameters filled in from this world. */
  addressOf(url: string): string
  /** A browser of its own, signed in as that person. */
  as(role: Role): Promise<TestBrowser>
  /** The address of a cohort of the trainer's that was closed. */
  closedCohort: string
}

const linkIn = (text: string | undefined) =>
  /\/(?:confirmation|password-reset|invitations|teams)\/([\w-]+)/.exec(text ?? '')?.[1] ?? ''

/** One small world in which every page has something to show, made through the pages that make it. */
export async function everybody(): Promise<World> {
  const app = await startApp()
  const firstLink = await linkForFirstAdministrator(app.db, publicUrl, app.clock.now())
  const { asAdministrator, givenProgramme, givenTrainer, givenDonor, givenCohort } = cohortGivens(app)
  const administrator = await asAdministrator()
  const programme = await givenProgramme()
  const otherProgramme = await givenProgramme({ title_en: 'Another programme', title_fr: 'Un autre programme' })
  const trainer = await givenTrainer(programme)
  const otherTrainer = await givenTrainer(otherProgramme, 'Other Trainer')
  const donor = await givenDonor(programme)
  const otherDonor = await givenDonor(otherProgramme, 'Other Donor')
  const spare = await givenDonor(otherProgramme, 'Spare Donor')
  const cohort = await givenCohort(trainer, programme)
  const closed = await givenCohort(trainer, programme, { name: 'Closed cohort' })
  await trainer.post(`${closed.address}/closing`, { early: 'yes' })

  const official = await givenEarner(app)
  await official.post(`/join/${cohort.code}`)
  const certificate = await givenCertificate(official)
  // Of somebody who is nobody else here, and does not take it back.
  const shows = await givenEarner(app)
  const shown = await givenCertificate(shows)
  await shows.post(`/certificates/${shown}/share`)
  const offered = (await shows.post(`/certificates/${shown}/wallet`)).text
  const ownCertificate = (await shows.get(`/certificates/${shown}/sharing`)).text
  const { location: attempt } = await official.post('/courses/before-the-table/quizzes/setting/attempts')
  await app.passQuiz(official, 'before-the-table', 'people', 1)
  // Who waives the points of a question shows its page with a correction and with points before and after.
  const waiver = { correction_kind: 'waived', correction_reason: 'Two of the options say the same.' }
  await trainer.post(`${cohort.address}/items/people/interests/regrades`, waiver)
  const scriptId = await givenScript(app, official.id, cohort.address.split('/').at(-1) ?? '')
  // Who failed a quiz twice is stuck.
  const stuck = await app.givenPerson({ name: 'Stuck Learner' })
  await stuck.post(`/join/${cohort.code}`)
  for (const wrong of [4, 5]) await app.passQuiz(stuck, 'before-the-table', 'people', wrong)
  const aNote = { note_id: newId(), note: 'Asked for a call after the second session.' }
  await trainer.post(`${cohort.address}/people/${official.id}/notes`, aNote)
  const room = `/learning${cohort.address}`
  const module = app.courses.get('before-the-table').modules[0]?.id ?? ''
  const asked = {
    form_id: newId(),
    title: 'Who signs for the ministry?',
    text: 'See https://mines.example/mandate (page 4).',
  }
  const { location: thread } = await official.post(`${room}/modules/${module}/threads`, asked)
  await stuck.post(`${thread}/posts`, { form_id: newId(), text: 'The minister, as far as I know.' })
  const { location: post } = await official.post(`${thread}/posts`, { form_id: newId(), text: 'And for the treasury?' })
  const postId = post?.split('#post-')[1] ?? ''
  await trainer.post(`${cohort.address}/posts/${postId}/answer`)
  await stuck.post(`${room}/posts/${postId}/report`, { reason: 'This is no answer.' })
  const aMessage = { form_id: newId(), subject: 'Room 9 on Monday', text: 'We meet in room 9.' }
  const { location: message } = await trainer.post(`${cohort.address}/messages`, aMessage)
  const day = { title: 'Day 1', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
  const { location: session } = await trainer.post(`${cohort.address}/sessions`, day)
  const attendCode = /\b[0-9A-Z]{2}-[0-9A-Z]{6}\b/.exec((await trainer.get(`${session}/code`)).words)?.[0] ?? ''
  const door = new URL((await app.visitor().get(`/attend/${attendCode}`)).location ?? '', publicUrl)
  const opened = door.searchParams.get('next')?.replace('/attend/', '') ?? ''
  await official.post(`/attend/${opened}`)
  await trainer.post(`${session}/attendance`, { present: stuck.id, note: 'List signed at the door' })
  const otherLearner = await app.givenPerson({ name: 'Other Learner' })
  await app.visitor().post('/sign-up', { ...signUpForm, email: 'new@mines.example' })
  await app.visitor().post('/password-reset', { email: official.email })
  const invited = [2, 'Invited Person', 'invited@mines.example', 'Ministry of Mines', 'LR', 'en', '']
  await trainer.post(`${cohort.address}/invitations`, { rows: JSON.stringify([invited]) })
  const invitation = await app.db.selectFrom('invitations').select('id').executeTakeFirstOrThrow()
  const team = {
    institution: 'Ministry of Lands',
    country_code: 'LR',
    places: '4',
    contact_name: 'A Contact',
    contact_email: 'contact@lands.example',
    language: 'en',
  }
  await trainer.post(`${cohort.address}/teams`, team)
  const { id: teamId } = await app.db.selectFrom('cohort_teams').select('id').executeTakeFirstOrThrow()
  const places = linkIn((await app.letters()).find(({ to }) => to === team.contact_email)?.text)
  await app.visitor().post(`/teams/${places}`, { name_1: 'Named', email_1: 'named@lands.example', language_1: 'en' })
  const byTeam = app.db.selectFrom('invitations').select('id').where('team_id', '=', teamId)
  const { id: namedId } = await byTeam.executeTakeFirstOrThrow()
  const letters = await app.letters()
  const secrets = {
    confirmation: linkIn(letters.find(({ text }) => text.includes('/confirmation/'))?.text),
    'password-reset': linkIn(letters.find(({ text }) => text.includes('/password-reset/'))?.text),
    invitations: linkIn(letters.find(({ to }) => to === 'invited@mines.example')?.text),
    teams: places,
    shared: /\/shared\/([\w-]+)/.exec(ownCertificate)?.[1] ?? '',
    wallet: /wallet%2Foffers%2F([\w-]+)/.exec(offered)?.[1] ?? '',
    // Of somebody who is nobody else here: whoever asks for another address ends the one before.
    calendar: /calendar\/([\w-]+)\.ics/.exec((await spare.post('/account/calendar')).text)?.[1] ?? '',
    'first-administrator': firstLink?.split('/').at(-1) ?? '',
  }
  const spareGrant = /grants\/([\w-]+)\/withdrawal/.exec((await administrator.get(`/admin/people/${spare.id}`)).text)

  const params: Record<string, string> = {
    course: 'before-the-table',
    lesson: 'the-team',
    quiz: 'people',
    item: 'interests',
    attemptId: attempt?.split('/').at(-1) ?? '',
    cohortId: cohort.address.split('/').at(-1) ?? '',
    learnerId: official.id,
    trainerId: trainer.id,
    invitationId: invitation.id,
    teamId,
    namedId,
    scriptId,
    stuckId: stuck.id,
    noteId: aNote.note_id,
    joinCode: cohort.code,
    module,
    threadId: thread?.split('/').at(-1) ?? '',
    postId,
    messageId: message?.split('sent=')[1] ?? '',
    sessionId: session?.split('/').at(-1) ?? '',
    attendCode: opened,
    programmeId: programme,
    accountId: spare.id,
    grantId: spareGrant?.[1] ?? '',
    code: certificate,
    key: app.app.issuerKeys.all[0].id,
    list: '0',
  }
  const addressOf = (url: string) =>
    url.replaceAll(/:(\w+)/g, (_, name: string) => {
      const value = name === 'secret' ? secrets[url.split('/')[1] as keyof typeof secrets] : params[name]
      if (!value) throw new Error(`this world has no ${name} for ${url}`)
      return value
    })

  const people = { official, otherLearner, trainer, otherTrainer, donor, otherDonor, administrator }
  async function as(role: Role): Promise<TestBrowser> {
    const browser = app.visitor()
    if (role !== 'visitor') await browser.post('/sign-in', { email: people[role].email, password })
    return browser
  }
  return { app, people, addressOf, as, closedCohort: closed.address }
}

const signUpForm = {
  name: 'New Person',
  password: 'the river is low in March',
  country_code: 'LR',
  institution: 'Ministry of Mines',
  sex: 'female',
  language: 'en',
  consent: 'yes',
}
