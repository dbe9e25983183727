import { setImmediate } from 'node:timers/promises'
import type { Course } from '../../catalogue/course.ts'
import type { Db } from '../../platform/data/database.ts'
import type { FileValue } from '../../platform/documents/workbook-stream.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Translate } from '../../platform/words/messages.ts'
import type { Cell } from './cell.ts'
import { columnsOf } from './columns.ts'
import type { Place } from './cursor.ts'
import type { Filter } from './filter.ts'
import { listGradebook } from './queries.ts'
import { type GradebookRow, rowOf } from './row.ts'

/** Learners read at once for a file: what is held of it in memory, and one statement. */
export const batchSize = 500

/** Learners worked on in one go, before others have their turn: some milliseconds. */
const sliceSize = 50

type Cohort = { id: string; ends_on: string; time_zone: string }

/** The headings of a file, activity by activity: each value that the page shows in one cell has a column of its own. */
export function fileHeadings(course: Course, language: Language, t: Translate): string[] {
  const parts = { lesson: ['state', 'on'], quiz: ['score', 'max', 'state', 'attempts'] } as const
  const heading = (activity: string, part: (typeof parts)['lesson' | 'quiz'][number]) =>
    t('gradebook.file.heading', { activity, part: t(`gradebook.file.${part}`) })
  return [
    t('cohort.person'),
    t('cohort.institution'),
    t('cohort.standing'),
    ...columnsOf(course, language).flatMap(({ kind, place, title }) =>
      parts[kind].map((part) => heading(`${place} ${title.text}`, part)),
    ),
    t('gradebook.file.done'),
    t('gradebook.file.total'),
    heading(t('cohort.final'), 'score'),
    heading(t('cohort.final'), 'max'),
    t('cohort.last_active'),
  ]
}

const dayOrNothing = (day: string | null): FileValue => day && { day }

/** One learner's values, in the order of the headings. */
export function fileValues(row: GradebookRow, t: Translate): FileValue[] {
  const statesIn = ({ states }: Cell) => states.map((state) => t(`gradebook.state.${state}`)).join(', ')
  return [
    row.name,
    row.institution,
    t(`standing.${row.standing}`),
    ...row.cells.flatMap((cell) =>
      cell.kind === 'lesson'
        ? [statesIn(cell), dayOrNothing(cell.on)]
        : [cell.score?.raw ?? null, cell.score?.max ?? null, statesIn(cell), cell.attempts],
    ),
    row.done,
    row.total,
    row.final?.score?.raw ?? null,
    row.final?.score?.max ?? null,
    dayOrNothing(row.last_active_on),
  ]
}

/**
 * Everyone whom the filter lets through, by name, so many at a time: by the name's place rather than by a number of
 * rows, so that who joins or leaves meanwhile makes nobody else come twice or not at all.
 */
export async function* listBatches(
  db: Db,
  cohort: Cohort,
  course: Course,
  filter: Filter,
): AsyncGenerator<GradebookRow[]> {
  const byName: Filter = { ...filter, sort: 'name' }
  let place: Place | null = null
  for (;;) {
    const members = await listGradebook(db, cohort, { course, filter: byName, place, limit: batchSize })
    for (let from = 0; from < members.length; from += sliceSize) {
      yield members.slice(from, from + sliceSize).map((member) => rowOf(course, cohort, member))
      await setImmediate()
    }
    const last = members.at(-1)
    if (!last || members.length < batchSize) return
    place = { direction: 'after', rank: last.rank, folded: last.folded, id: last.id }
  }
}
