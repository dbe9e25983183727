import { type Db, inTransaction } from '../../../platform/data/database.ts'
import type { Problems } from '../../../platform/web/forms.ts'
import { audit } from '../../../platform/work/audit.ts'
import type { Jobs } from '../../../platform/work/jobs.ts'
import { checkLine } from '../../roster/check-line.ts'
import { sendInvitations } from '../../roster/invite-people.ts'
import { listKnownAddresses, withdrawInvitation } from '../../roster/queries.ts'
import { listNamedAddresses } from '../queries.ts'
import { closedBy } from '../team.ts'
import { getNamed, lockTeam } from './queries.ts'
import { checkRows, linesOf, type readRows } from './rows.ts'

type Naming = { teamId: string; rows: ReturnType<typeof readRows>['rows']; jobs: Pick<Jobs, 'send'> }

/** Invites the people of a contact's rows, or nobody where a row has a problem. Null when the places were just closed. */
export const namePeople = (
  db: Db,
  { teamId, rows, jobs }: Naming,
  now: Date,
): Promise<{ problems: Problems } | { named: number } | null> =>
  inTransaction(db, async (trx) => {
    const team = await lockTeam(trx, teamId)
    if (closedBy(team, now)) return null
    const lines = linesOf(rows, team)
    const emails = lines.flatMap((line) => {
      const checked = checkLine(line)
      return 'person' in checked ? [checked.person.email] : []
    })
    const known = await listKnownAddresses(trx, team.cohort_id, emails)
    const named = await listNamedAddresses(trx, teamId)
    const { people, problems } = checkRows(lines, { team, named, known, now })
    if (Object.keys(problems).length > 0) return { problems }
    const sending = { cohort_id: team.cohort_id, invited_by: team.invited_by, team_id: teamId }
    const sent = await sendInvitations(trx, { sending, jobs }, people, now)
    const event = { at: now, accountId: null, subject: teamId, details: { people: sent } }
    if (sent > 0) await audit(trx, { ...event, action: 'team.named' })
    return { named: sent }
  })

/** Takes back somebody who has not joined: their invitation ends, and the place is free. Again changes nothing. */
export const takeBack = (db: Db, teamId: string, invitationId: string, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    await getNamed(trx, teamId, invitationId)
    if (!(await withdrawInvitation(trx, invitationId, now))) return
    await audit(trx, { at: now, accountId: null, action: 'team.taken_back', subject: invitationId })
  })
