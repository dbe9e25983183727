import { type Role, roles } from '../support/everybody.ts'

const everyone: readonly Role[] = roles
const signedIn: readonly Role[] = roles.filter((role) => role !== 'visitor')
const owner: readonly Role[] = ['official']
const trainers: readonly Role[] = ['trainer', 'otherTrainer']
const leader: readonly Role[] = ['trainer']
const donors: readonly Role[] = ['donor', 'otherDonor']
const funder: readonly Role[] = ['donor']
const administrator: readonly Role[] = ['administrator']

/**
 * Who may use what: the one place where it is written down beside the routes themselves. To all others an address is
 * not there, and who is not signed in is led to the door. A route without a row fails, and a row without a route.
 */
export const whoMay: Record<string, readonly Role[]> = {
  'GET /': everyone,
  'GET /assets/style.css': everyone,
  'GET /assets/autosave.js': everyone,
  'GET /assets/countdown.js': everyone,
  'GET /favicon.svg': everyone,
  'GET /healthz': everyone,
  'GET /readyz': everyone,
  'GET /privacy': everyone,
  'GET /courses': everyone,
  'GET /courses/:course': everyone,
  'GET /verify': everyone,
  'GET /verify/:code': everyone,
  'GET /results': everyone,

  'GET /sign-in': everyone,
  'POST /sign-in': everyone,
  'POST /sign-out': everyone,
  'GET /sign-up': everyone,
  'POST /sign-up': everyone,
  'GET /sign-up/letter': everyone,
  'GET /confirmation/:secret': everyone,
  'POST /confirmation/:secret': everyone,
  'GET /password-reset': everyone,
  'POST /password-reset': everyone,
  'GET /password-reset/letter': everyone,
  'GET /password-reset/:secret': everyone,
  'POST /password-reset/:secret': everyone,
  'GET /first-administrator/:secret': everyone,
  'POST /first-administrator/:secret': everyone,

  'GET /invitations/:secret': everyone,
  'POST /invitations/:secret': everyone,

  'GET /account': signedIn,
  'POST /account': signedIn,
  'POST /account/password': signedIn,
  'GET /account/time-zone': signedIn,
  'POST /account/time-zone': signedIn,
  'GET /learning': signedIn,
  'POST /courses/:course/enrolment': signedIn,
  'GET /courses/:course/lessons/:lesson': signedIn,
  'POST /courses/:course/lessons/:lesson/completion': signedIn,
  'GET /courses/:course/quizzes/:quiz': signedIn,
  'POST /courses/:course/quizzes/:quiz/attempts': signedIn,
  'GET /attempts/:attemptId': owner,
  'POST /attempts/:attemptId/responses': owner,
  'POST /attempts/:attemptId/submission': owner,
  'POST /attempts/:attemptId/time-request': owner,
  'GET /certificates': signedIn,
  'POST /courses/:course/certificate': signedIn,
  'GET /certificates/:code.pdf': owner,
  'GET /join': signedIn,
  'GET /join/:joinCode': signedIn,
  'POST /join/:joinCode': signedIn,

  'GET /calendar/:secret.ics': everyone,
  'POST /account/calendar': signedIn,
  'POST /account/calendar/revocation': signedIn,
  'GET /attend': signedIn,
  'GET /attend/:attendCode': signedIn,
  'POST /attend/:attendCode': signedIn,

  'GET /cohorts': trainers,
  'GET /cohorts/new': trainers,
  'POST /cohorts': trainers,
  'GET /cohorts/:cohortId': leader,
  'GET /cohorts/:cohortId/settings': leader,
  'POST /cohorts/:cohortId/settings': leader,
  'GET /cohorts/:cohortId/trainers': leader,
  'POST /cohorts/:cohortId/trainers': leader,
  'POST /cohorts/:cohortId/trainers/:trainerId/lead': leader,
  'POST /cohorts/:cohortId/trainers/:trainerId/removal': leader,
  'POST /cohorts/:cohortId/waiting/:learnerId/place': leader,
  'POST /cohorts/:cohortId/waiting/:learnerId/removal': leader,
  'GET /cohorts/:cohortId/poster': leader,
  'GET /cohorts/:cohortId/sessions': leader,
  'POST /cohorts/:cohortId/sessions': leader,
  'GET /cohorts/:cohortId/sessions/:sessionId': leader,
  'POST /cohorts/:cohortId/sessions/:sessionId': leader,
  'POST /cohorts/:cohortId/sessions/:sessionId/cancellation': leader,
  'POST /cohorts/:cohortId/sessions/:sessionId/attendance': leader,
  'GET /cohorts/:cohortId/sessions/:sessionId/code': leader,
  'GET /cohorts/:cohortId/roster': leader,
  'POST /cohorts/:cohortId/roster': leader,
  'POST /cohorts/:cohortId/roster/mending': leader,
  'GET /cohorts/:cohortId/invitations': leader,
  'POST /cohorts/:cohortId/invitations': leader,
  'POST /cohorts/:cohortId/invitations/:invitationId/letters': leader,
  'POST /cohorts/:cohortId/invitations/:invitationId/withdrawal': leader,
  'GET /cohorts/:cohortId/people/:learnerId': leader,
  'GET /cohorts/:cohortId/assessment': leader,
  'GET /cohorts/:cohortId/gradebook': leader,
  'GET /cohorts/:cohortId/gradebook.csv': leader,
  'GET /cohorts/:cohortId/gradebook.xlsx': leader,
  'GET /cohorts/:cohortId/items/:quiz': leader,
  'GET /cohorts/:cohortId/items/:quiz/:item': leader,
  'POST /cohorts/:cohortId/items/:quiz/:item/previews': leader,
  'POST /cohorts/:cohortId/items/:quiz/:item/regrades': leader,
  'POST /cohorts/:cohortId/people/:learnerId/accommodation': leader,
  'POST /cohorts/:cohortId/people/:learnerId/notes': leader,
  'POST /cohorts/:cohortId/people/:learnerId/notes/:noteId/deletion': leader,
  'GET /cohorts/:cohortId/stuck': leader,
  'POST /cohorts/:cohortId/stuck/letters': leader,
  'GET /cohorts/:cohortId/stuck/:stuckId/letter': leader,
  'POST /cohorts/:cohortId/stuck/:stuckId/letter': leader,
  'GET /cohorts/:cohortId/people/:learnerId/attempts/:attemptId': leader,

  'GET /cohorts/:cohortId/marking': leader,
  'GET /cohorts/:cohortId/marking/:scriptId': leader,
  'POST /cohorts/:cohortId/marking/:scriptId': leader,
  'POST /cohorts/:cohortId/quizzes/:quiz/release': leader,
  'GET /marking': trainers,
  'GET /marking/:scriptId': leader,
  'POST /marking/:scriptId': leader,

  'GET /reports': donors,
  'GET /reports/:programmeId': funder,
  'GET /reports/:programmeId.csv': funder,

  'GET /admin': administrator,
  'GET /admin/audit': administrator,
  'GET /admin/people': administrator,
  'GET /admin/people/:accountId': administrator,
  'POST /admin/people/:accountId/grants': administrator,
  'POST /admin/people/:accountId/grants/:grantId/withdrawal': administrator,
  'GET /admin/programmes': administrator,
  'POST /admin/programmes': administrator,
}

/** A route as the table names it: a file's address without its hash. */
export const rowOf = ({ method, url }: { method: string; url: string }): string =>
  `${method} ${url.replace(/^(\/assets\/[a-z]+)-[\w-]{10}(\.\w+)$/, '$1$2')}`
