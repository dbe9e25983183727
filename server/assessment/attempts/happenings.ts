import type { Extension } from '../../quizzes/time/extend-attempts.ts'
import type { Deadline, Happenings } from './attempt-log.ts'
import type { LoggedAttempt } from './queries.ts'

/** The rows of an attempt as its log is told from them: times as times, and of its items nothing but their order. */
export function happeningsOf(row: LoggedAttempt): Happenings {
  const { due_at, due_by, extra_time_percent, score_raw, score_max, outcome } = row
  const released = row.events.find(({ action }) => action === 'results.released')
  return {
    rules: row.rules,
    items: row.items.map(({ id }) => id),
    started_at: row.started_at,
    deadline: due_at && due_by && { due_at, due_by, extra_time_percent },
    saves: row.saves.map((save) => ({ ...save, stored_at: new Date(save.stored_at) })),
    requested_at: row.time_request && new Date(row.time_request.requested_at),
    extensions: row.events.flatMap(({ action, at, details }) => {
      if (action !== 'attempt.extended') return []
      const { before, after } = details as Extension // as the action of this name wrote it
      return [{ at: new Date(at), before: deadlineIn(before), after: deadlineIn(after) }]
    }),
    submitted_at: row.submitted_at,
    closed_by: row.closed_by,
    // Where there is nothing to pass, nothing is said to be passed.
    score:
      score_raw === null || score_max === null
        ? null
        : { raw: score_raw, max: score_max, outcome: row.pass_mark_scaled > 0 ? outcome : null },
    marking: row.marking,
    marks: row.marks.map((mark) => ({ ...mark, marked_at: new Date(mark.marked_at) })),
    released_at: released ? new Date(released.at) : null,
    regrades: row.regrades.map((regrade) => ({ ...regrade, made_at: new Date(regrade.made_at) })),
  }
}

const deadlineIn = ({ due_at, ...kept }: Extension['before']): Deadline => ({ ...kept, due_at: new Date(due_at) })
