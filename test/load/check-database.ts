import type { Db } from '../../server/platform/data/database.ts'
import '../../server/quizzes/tables.ts'
import { items } from './course.ts'
import type { Learner } from './learner.ts'

export type Findings = { lost: string[]; wrong: string[]; storedOnce: number }

/** Compares every row with what the learners were told. Scores are worked out here anew, not by the program's rule. */
export async function checkDatabase(db: Db, learners: Learner[]): Promise<Findings> {
  const findings: Findings = { lost: [], wrong: [], storedOnce: 0 }
  const attempts = Map.groupBy(await db.selectFrom('attempts').selectAll().execute(), (row) => row.learner_id)
  const responses = Map.groupBy(await db.selectFrom('responses').selectAll().execute(), (row) => row.attempt_id)
  const saves = Map.groupBy(await db.selectFrom('saves').selectAll().execute(), (row) => row.attempt_id)

  for (const learner of learners) {
    if (learner.problem) findings.wrong.push(learner.problem)
    const [attempt, ...others] = attempts.get(learner.id) ?? []
    if (others.length > 0) findings.wrong.push(`learner ${learner.id} has ${others.length + 1} attempts`)
    if (attempt?.id !== (learner.attempt ?? attempt?.id)) findings.lost.push(`attempt ${learner.attempt} has no row`)
    if (!attempt) continue
    const stored = new Map((responses.get(attempt.id) ?? []).map(({ item, response }) => [item, response]))
    checkResponses(learner, stored, findings)
    checkSaves(learner, saves.get(attempt.id) ?? [], findings)
    checkScore(learner, attempt, stored, findings)
  }
  return findings
}

type Stored = Map<string, string | string[] | Record<string, string>>
type SaveRow = { page: string; sequence: number | null; items: string[]; revision: number }
type Scored = {
  id: string
  due_at: Date | null
  submitted_at: Date | null
  score_raw: number | null
  score_max: number | null
}

function checkResponses({ attempt, responses, unanswered }: Learner, stored: Stored, { lost, wrong }: Findings) {
  const inDoubt = typeof unanswered === 'object' ? unanswered?.item : null
  for (const { id } of items) {
    if (id === inDoubt || stored.get(id) === responses[id]) continue
    const said = `attempt ${attempt}: ${id} is ${stored.get(id)}, and ${responses[id]} was acknowledged`
    if (responses[id] === undefined) wrong.push(said)
    else lost.push(said)
  }
}

function checkSaves({ attempt, page, saves, resent, unanswered }: Learner, rows: SaveRow[], findings: Findings) {
  const bySequence = Map.groupBy(rows, ({ sequence }) => sequence)
  for (const [sequence, item] of saves) {
    const kept = bySequence.get(sequence) ?? []
    const said = `attempt ${attempt}: save ${sequence} of ${item}`
    if (kept.length === 0) findings.lost.push(`${said} has no row`)
    else if (kept.length > 1) findings.wrong.push(`${said} is stored ${kept.length} times`)
    else if (resent.has(sequence)) findings.storedOnce += 1
    if (kept.some((row) => row.page !== page || String(row.items) !== item)) findings.wrong.push(`${said} is another's`)
  }
  const inDoubt = typeof unanswered === 'object' ? unanswered?.sequence : null
  for (const { sequence } of rows)
    if (sequence === null) findings.wrong.push(`attempt ${attempt}: handing in stored what was stored already`)
    else if (sequence !== inDoubt && !saves.has(sequence))
      findings.wrong.push(`attempt ${attempt}: save ${sequence} is stored, and nobody was told`)
}

function checkScore(learner: Learner, attempt: Scored, stored: Stored, { lost, wrong }: Findings) {
  const { id, due_at, submitted_at, score_raw, score_max } = attempt
  if (!due_at) wrong.push(`attempt ${id} has no deadline`)
  if (learner.handedIn && !submitted_at) lost.push(`attempt ${id} was handed in, and is open`)
  if (submitted_at && !learner.handedIn && learner.unanswered !== 'submission')
    wrong.push(`attempt ${id} is closed, and nobody handed it in`)
  const earned = submitted_at ? items.filter((item) => stored.get(item.id) === item.right).length : null
  const most = submitted_at ? items.length : null
  if (score_raw !== earned || score_max !== most)
    wrong.push(`attempt ${id} has a score of ${score_raw} of ${score_max}, and its responses earn ${earned} of ${most}`)
}
