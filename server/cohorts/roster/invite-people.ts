import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Jobs } from '../../platform/work/jobs.ts'
import { hasEnded } from '../period.ts'
import type { InvitedPerson } from './check-line.ts'
import { getInvitation, insertInvitations, renewInvitation } from './queries.ts'
import { type LettersDue, lettersJob } from './write-letters.ts'

export type Inviting = {
  cohort: { id: string; ends_on: string; time_zone: string }
  trainerId: string
  jobs: Pick<Jobs, 'send'>
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** Invitations of one statement and one job: a statement may have 65,535 values, a job some seconds. */
const batch = 50

/** Invites people, each by one letter, and says how many. Who waits for an answer already gets no second letter. */
export function invitePeople(
  db: Db,
  { cohort, trainerId, jobs }: Inviting,
  people: readonly InvitedPerson[],
  now: Date,
): Promise<number> {
  if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
  return inTransaction(db, async (trx) => {
    const sending = { cohort_id: cohort.id, invited_by: trainerId, team_id: null }
    const sent = await sendInvitations(trx, { sending, jobs }, people, now)
    const event = { at: now, accountId: trainerId, subject: cohort.id, details: { people: sent } }
    if (sent > 0) await audit(trx, { ...event, action: 'invitations.sent' })
    return sent
  })
}

type Sending = {
  sending: { cohort_id: string; invited_by: string | null; team_id: string | null }
  jobs: Pick<Jobs, 'send'>
}

/** Stores invitations and leaves their letters to a job; gives how many are new or again in force. */
export async function sendInvitations(
  trx: Db,
  { sending, jobs }: Sending,
  people: readonly InvitedPerson[],
  now: Date,
): Promise<number> {
  let sent = 0
  for (let start = 0; start < people.length; start += batch) {
    const part = people.slice(start, start + batch).map((person) => ({ id: newId(), ...person }))
    const invitationIds = (await insertInvitations(trx, part, { ...sending, ...sentAt(now) })).map(({ id }) => id)
    if (invitationIds.length > 0) await jobs.send(trx, lettersJob, { invitationIds } satisfies LettersDue)
    sent += invitationIds.length
  }
  return sent
}

/** Sends one person another letter; also one whose invitation had expired or was withdrawn. Twice in a minute is once. */
export function sendAgain(
  db: Db,
  { cohort, trainerId, jobs }: Inviting,
  invitationId: string,
  now: Date,
): Promise<void> {
  if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
  return inTransaction(db, async (trx) => {
    await getInvitation(trx, cohort.id, invitationId)
    const notAfter = new Date(now.getTime() - limits.invitationAgainMinutes * minuteMs)
    if (!(await renewInvitation(trx, invitationId, { invited_by: trainerId, ...sentAt(now) }, notAfter))) return
    await jobs.send(trx, lettersJob, { invitationIds: [invitationId] } satisfies LettersDue)
    await audit(trx, { at: now, accountId: trainerId, action: 'invitation.sent_again', subject: invitationId })
  })
}

/** From when to when a letter's link holds. */
export const sentAt = (now: Date) => ({
  sent_at: now,
  expires_at: new Date(now.getTime() + limits.invitationDays * dayMs),
})
