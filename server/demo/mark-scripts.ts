import { listScripts } from '../assessment/marking/queries.ts'
import { releaseResults } from '../assessment/marking/release-results.ts'
import { saveMarks } from '../assessment/marking/save-marks.ts'
import { scriptOf } from '../assessment/marking/script.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Db } from '../platform/data/database.ts'
import { itemsToMark, pointsOf } from '../quizzes/marking.ts'
import type { Random } from './random.ts'

type Marking = { cohortId: string; trainerId: string; courses: Catalogue; random: Random }

/** Nobody reads letters to sample people. */
const noMail = { queue: async () => {} }

/** Marks what the people of a cohort wrote, as its trainer does after the last day, and releases the results. */
export async function markScripts(trx: Db, { cohortId, trainerId, courses, random }: Marking, now: Date) {
  const rows = await listScripts(trx, cohortId)
  for (const row of rows) {
    const marks = itemsToMark(scriptOf(row)).map(({ id: item, rubric }) => {
      const levels = rubric.map(({ levels }) => (random.chance(0.6) ? levels.length - 1 : random.whole(0, 1)))
      return { item, levels, raw: pointsOf(rubric, levels) ?? 0, comment: '' }
    })
    await saveMarks(trx, { scriptId: row.id, markerId: trainerId, asked: 'any', marks, now })
  }
  for (const quiz of new Set(rows.map((row) => row.quiz))) {
    const reason = 'The programme had no other trainer in those weeks.'
    await releaseResults({ db: trx, courses, mail: noMail, publicUrl: '' }, { cohortId, quiz, trainerId, reason, now })
  }
}
