import { type Language, languages } from '../../server/platform/words/languages.ts'
import type { Page } from '../support/browser.ts'
import type { Role, World } from '../support/everybody.ts'
import { rowOf, whoMay } from './access-table.ts'

export type Visit = { row: string; address: string; role: Role; language: Language; page: Page }

/** Addresses that answer with a file, a few words for machines or another address, not with a page. */
const noPage =
  /^GET \/(assets\/|favicon|healthz|readyz|join$|issuer|status\/|wallet\/|\.well-known\/|verify\/file$)|\.(pdf|csv|xlsx|zip|ics|json|jwt|png|svg|js|webmanifest)$/

export const pageRows = (world: World): { row: string; url: string; offered: readonly Language[] }[] =>
  world.app.app.routes
    .map((route) => ({ row: rowOf(route), url: route.url, offered: route.languages }))
    .filter(({ row }) => row.startsWith('GET ') && !noPage.test(row))

/** Every page that the router knows, as everyone who may open it, in each language that it is offered in. */
export async function visitEverything(world: World): Promise<Visit[]> {
  const visits: Visit[] = []
  for (const role of new Set(pageRows(world).flatMap(({ row }) => whoMay[row] ?? []))) {
    const browser = await world.as(role)
    for (const language of languages) {
      browser.cookies.set('lang', language)
      for (const { row, url, offered } of pageRows(world)) {
        if (!whoMay[row]?.includes(role) || !offered.includes(language)) continue
        const address = world.addressOf(url)
        visits.push({ row, address, role, language, page: await browser.get(address) })
      }
    }
  }
  return visits
}

const course = '/courses/before-the-table'
const aDay = { title: 'Day 1', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
const aList = `Name,E-mail,Institution,Country,Language,Sex
Ama Konteh,ama@mines.example,Ministry of Mines,Liberia,English,F
Invited Person,invited@mines.example,Ministry of Mines,LR,en,
Ama Konteh,AMA@mines.example,Ministry of Mines,LR,en,F
,nobody,,Atlantis,Latin,?`

/** What the router's addresses alone do not show: results, refusals, forms that come back, things that are not there. */
export async function visitOtherStates(world: World): Promise<Visit[]> {
  const visits: Visit[] = []
  const official = await world.as('official')
  const other = await world.as('otherLearner')
  const visitor = await world.as('visitor')
  const trainer = await world.as('trainer')
  const review = /\/attempts\/[\w-]+/.exec((await official.get(`${course}/quizzes/final`)).text)?.[0] ?? ''
  for (const language of ['en', 'fr'] as const) {
    for (const browser of [official, other, visitor, trainer]) browser.cookies.set('lang', language)
    const open = world.addressOf('/attempts/:attemptId')
    const sessions = world.addressOf('/cohorts/:cohortId/sessions')
    const thereList = world.addressOf('/cohorts/:cohortId/sessions/:sessionId/attendance')
    const messages = world.addressOf('/cohorts/:cohortId/messages')
    const questions = world.addressOf('/learning/cohorts/:cohortId/modules/:module/threads')
    const replies = world.addressOf('/learning/cohorts/:cohortId/threads/:threadId/posts')
    const report = world.addressOf('/learning/cohorts/:cohortId/posts/:postId/report')
    const certificate = world.addressOf('/cohorts/:cohortId/people/:learnerId/certificates/:code')
    const roster = world.addressOf('/cohorts/:cohortId/roster')
    const states: [string, Role, Page][] = [
      ['the review of an attempt', 'official', await official.get(review)],
      [
        'a certificate that is ready for a wallet',
        'official',
        await official.post(world.addressOf('/certificates/:code/wallet')),
      ],
      [
        'a number that is asked back',
        'official',
        await official.submit(`${open}/submission`, { 'new-receipts': '1,2,3' }),
      ],
      ['the preview of a list', 'trainer', await trainer.post(roster, { pasted: aList })],
      ['a list without its columns', 'trainer', await trainer.post(roster, { pasted: 'Name,Town\nAma,Kandra' })],
      ['an invitation with mistakes', 'visitor', await visitor.post(world.addressOf('/invitations/:secret'))],
      ['names with mistakes', 'visitor', await visitor.post(world.addressOf('/teams/:secret'), { email_3: 'x' })],
      ['places with mistakes', 'trainer', await trainer.post(world.addressOf('/cohorts/:cohortId/teams'))],
      ['a closing without its ticks', 'trainer', await trainer.post(world.addressOf('/cohorts/:cohortId/closing'))],
      ['the closing of a closed cohort', 'trainer', await trainer.get(`${world.closedCohort}/closing`)],
      ['a closed cohort', 'trainer', await trainer.get(world.closedCohort)],
      ['a change that comes after the closing', 'trainer', await trainer.post(`${world.closedCohort}/sessions`, aDay)],
      ['a session with mistakes', 'trainer', await trainer.post(sessions, { from_time: '' })],
      ['a list of who was there without a note', 'trainer', await trainer.post(thereList)],
      ['a message with mistakes', 'trainer', await trainer.post(messages)],
      ['a question with mistakes', 'official', await official.post(questions)],
      ['a reply without words', 'official', await official.post(replies)],
      ['a report without a reason', 'official', await official.post(report)],
      ['a code that is on no wall', 'otherLearner', await other.get('/attend/22-222222')],
      ['a page that is not there', 'visitor', await visitor.get('/nowhere')],
      ['a sign-up with mistakes', 'visitor', await visitor.post('/sign-up', { name: 'A', email: 'x' })],
      ['a sign-in that fails', 'visitor', await visitor.post('/sign-in', { email: 'x@y.example', password: 'z' })],
      ['details with mistakes', 'otherLearner', await other.post('/account', { name: '' })],
      ['a course that was not enrolled in', 'otherLearner', await other.post(`${course}/quizzes/final/attempts`)],
      ['a certificate that is not earned', 'otherLearner', await other.post(`${course}/certificate`)],
      ['a certificate that nobody issued', 'visitor', await visitor.get('/verify/TP-0000-0000-0000-0')],
      ['a file that was not chosen', 'visitor', await visitor.post('/verify/file')],
      ['a correction with mistakes', 'trainer', await trainer.post(`${certificate}/correction`)],
      ['a revocation without a reason', 'trainer', await trainer.post(`${certificate}/revocation`)],
      ['a join code that is none', 'otherLearner', await other.get('/join/0000-0000')],
      ['a link that was used', 'visitor', await visitor.get(`/password-reset/${'a'.repeat(43)}`)],
    ]
    for (const [row, role, page] of states) visits.push({ row, address: '', role, language, page })
  }
  return visits
}
