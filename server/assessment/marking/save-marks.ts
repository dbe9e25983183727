import { type Db, inTransaction } from '../../platform/data/database.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { audit } from '../../platform/work/audit.ts'
import { markingStep, placeOf } from '../../quizzes/marking.ts'
import type { NewMark } from './mark-form.ts'
import { lockScript, putMarks, type ScriptRow } from './queries.ts'
import { scriptOf } from './script.ts'

/** The marker's place in a script. Conflict: result_released, marks_complete, or first_marker where a second is asked. */
export function placeIn(row: ScriptRow, markerId: string, asked: 'any' | 'second'): 1 | 2 {
  if (row.marking !== 'waiting') throw new Conflict('result_released')
  const place = placeOf(markerId, markingStep(scriptOf(row)), row.marks)
  if (place === null) throw new Conflict('marks_complete')
  if (asked === 'second' && place === 1) throw new Conflict('first_marker')
  return place
}

type Marking = { scriptId: string; markerId: string; asked: 'any' | 'second'; marks: NewMark[]; now: Date }

/** Stores what a marker gave for all items of a script at once; what they gave before is replaced. */
export const saveMarks = (db: Db, { scriptId, markerId, asked, marks, now }: Marking): Promise<void> =>
  inTransaction(db, async (trx) => {
    const row = await lockScript(trx, scriptId, markerId)
    const place = placeIn(row, markerId, asked)
    const before = row.marks.filter((mark) => mark.place === place)
    const own = { attempt_id: scriptId, place, marker_id: markerId, marked_at: now }
    await putMarks(
      trx,
      marks.map((mark) => ({ ...own, ...mark })),
    )
    const details = { place, marks: marks.map(judged), before: before.map(judged) }
    await audit(trx, { at: now, accountId: markerId, action: 'attempt.marked', subject: scriptId, details })
  })

/** What the audit trail keeps of a mark: not the comment, which is the learner's to read. */
const judged = ({ item, levels, raw }: Pick<NewMark, 'item' | 'levels' | 'raw'>) => ({ item, levels, raw })
