import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { audit } from '../../platform/work/audit.ts'
import { hasEnded } from '../period.ts'
import { sentAt } from '../roster/invite-people.ts'
import { lockCohort } from '../settings/queries.ts'
import { type TeamLetters, writeToContact } from './letters.ts'
import { getTeam, insertTeam, listNamedAddresses, lockTeamOf, renewTeam, updateTeam, withdrawTeam } from './queries.ts'
import { closedBy } from './team.ts'
import type { TeamDetails } from './team-form.ts'

export type InvitingTeams = {
  cohort: { id: string; ends_on: string; time_zone: string }
  trainerId: string
  letters: TeamLetters
}

const minuteMs = 60_000

/**
 * Gives an institution places, and its contact the letter that says so. The same again changes nothing; other details
 * while the first letter holds are `stands`, and fewer places than people who were named before are `too_few`.
 */
export const inviteTeam = (
  db: Db,
  { cohort, trainerId, letters }: InvitingTeams,
  team: TeamDetails,
  now: Date,
): Promise<'invited' | 'stands' | 'too_few'> =>
  inTransaction(db, async (trx) => {
    if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
    await lockCohort(trx, cohort.id) // who presses twice comes second
    const known = await lockTeamOf(trx, cohort.id, team)
    if (known && !closedBy(known, now)) return isSame(known, team) ? 'invited' : 'stands'
    if (known && team.places < (await listNamedAddresses(trx, known.id)).length) return 'too_few'
    const details = { ...team, invited_by: trainerId, ...sentAt(now) }
    const id = known?.id ?? newId()
    if (known) await updateTeam(trx, id, details)
    else await insertTeam(trx, { id, cohort_id: cohort.id, created_at: now, ...details })
    await writeToContact(trx, letters, 'team', id, now)
    await audit(trx, {
      at: now,
      accountId: trainerId,
      action: 'team.invited',
      subject: id,
      details: { cohort: cohort.id, places: team.places },
    })
    return 'invited'
  })

const isSame = (known: TeamDetails, wanted: TeamDetails): boolean =>
  (['country_code', 'places', 'contact_name', 'language'] as const).every((field) => known[field] === wanted[field])

/** Writes to a contact once more; also where the places had lapsed or were withdrawn. Twice in a minute is once. */
export function sendTeamAgain(
  db: Db,
  { cohort, trainerId, letters }: InvitingTeams,
  teamId: string,
  now: Date,
): Promise<void> {
  if (hasEnded(cohort, now)) throw new Conflict('cohort_ended')
  return inTransaction(db, async (trx) => {
    await getTeam(trx, cohort.id, teamId)
    const notAfter = new Date(now.getTime() - limits.invitationAgainMinutes * minuteMs)
    if (!(await renewTeam(trx, teamId, { invited_by: trainerId, ...sentAt(now) }, notAfter))) return
    await writeToContact(trx, letters, 'team', teamId, now)
    await audit(trx, { at: now, accountId: trainerId, action: 'team.sent_again', subject: teamId })
  })
}

type Withdrawal = { cohortId: string; teamId: string; trainerId: string }

/** Closes the places that nobody was named for; the contact's links say so. Whom they named keeps the invitation. */
export const withdrawPlaces = (db: Db, { cohortId, teamId, trainerId }: Withdrawal, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    await getTeam(trx, cohortId, teamId)
    if (!(await withdrawTeam(trx, teamId, now))) return
    await audit(trx, { at: now, accountId: trainerId, action: 'team.withdrawn', subject: teamId })
  })
