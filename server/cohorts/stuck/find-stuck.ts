import type { Course } from '../../catalogue/course.ts'
import type { Db } from '../../platform/data/database.ts'
import { listMembers } from '../people/queries.ts'
import { listCorrespondents } from './queries.ts'
import type { Thresholds } from './reasons.ts'
import { stuckPeople } from './stuck-people.ts'

export type LedCohort = Thresholds & {
  id: string
  name: string
  course: string
  ends_on: string
  confidential: boolean
}

/** Who is stuck in the cohort at this moment, and everybody's last letter. Two statements. */
export async function findStuck(db: Db, course: Course, cohort: LedCohort, now: Date) {
  const members = await listMembers(db, cohort)
  const correspondents = await listCorrespondents(db, cohort.id)
  return { members, correspondents, stuck: stuckPeople(course, cohort, { members, correspondents }, now) }
}
