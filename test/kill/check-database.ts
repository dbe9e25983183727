import { sql } from 'kysely'
import type { Db } from '../../server/platform/data/database.ts'
import { scoreAttempt } from '../../server/quizzes/scoring.ts'
import '../../server/enrolments/tables.ts'
import '../../server/platform/work/audit.ts'
import '../../server/quizzes/tables.ts'
import type { Findings } from './compare.ts'
import type { Learner } from './learner.ts'

/** After the last round and a polite end: the rows themselves, and what belongs together in them. */
export async function checkDatabase(db: Db, learners: Learner[]): Promise<Findings> {
  const lost: string[] = []
  const half: string[] = []
  const attempts = await db.selectFrom('attempts').selectAll().execute()
  const responses = await db.selectFrom('responses').select(['attempt_id', 'item', 'response']).execute()
  const stored = new Map<string, Record<string, string | string[]>>(attempts.map(({ id }) => [id, {}]))
  for (const { attempt_id, item, response } of responses)
    Object.assign(stored.get(attempt_id) ?? {}, { [item]: response })

  for (const { id, responses, submitted } of learners.flatMap((learner) => learner.attempts)) {
    const row = attempts.find((attempt) => attempt.id === id)
    if (!row) lost.push(`attempt ${id} has no row`)
    else if (submitted !== (row.submitted_at !== null)) lost.push(`attempt ${id} is no longer as its page showed it`)
    for (const [item, response] of Object.entries(responses))
      if (stored.get(id)?.[item] !== response) lost.push(`attempt ${id}: ${item} is no longer as its page showed it`)
  }
  for (const { id, items, language, submitted_at, score_raw, score_max } of attempts) {
    if (!submitted_at) continue
    const score = scoreAttempt(items, stored.get(id) ?? {}, language)
    if (score.raw !== score_raw || score.max !== score_max)
      half.push(`attempt ${id} has a score of ${score_raw} of ${score_max}, and its responses make ${score.raw}`)
  }
  for (const { what, subject, events } of await listUnaudited(db)) half.push(`${what} ${subject} has ${events} events`)
  return { lost, half }
}

/** Things whose event, written in the same transaction, is missing or there twice; and events of nothing. */
async function listUnaudited(db: Db) {
  const { rows } = await sql<{ what: string; subject: string; events: number }>`
    with done as (
      select 'attempt.started' as what, id::text as subject from attempts
      union all select 'attempt.submitted', id::text from attempts where submitted_at is not null
      union all select 'enrolment.made', learner_id || ' ' || course from enrolments
    ), events as (
      select action as what, subject from audit_events where action like 'attempt.%'
      union all select action, account_id || ' ' || subject from audit_events where action = 'enrolment.made'
    )
    select coalesce(d.what, e.what) as what, coalesce(d.subject, e.subject) as subject, count(e.what)::int as events
    from done d full join events e on e.what = d.what and e.subject = d.subject
    group by 1, 2, d.what having d.what is null or count(e.what) <> 1`.execute(db)
  return rows
}
