import type { Course } from '../../catalogue/course.ts'
import { type ActivityState, progressOf } from '../../enrolments/progress.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Member } from '../people/queries.ts'
import { paceOf } from './pace.ts'
import type { Correspondent, LastLetter } from './queries.ts'
import { medianOf, type Reason, reasonsOf, type Thresholds } from './reasons.ts'

export type StuckPerson = {
  id: string
  name: string
  institution: string
  country_code: string
  email: string
  language: Language
  reasons: [Reason, ...Reason[]]
  next: ActivityState | null
  last_letter: LastLetter | null
}

type Known = { members: Member[]; correspondents: Correspondent[] }

/** Everybody for whom a reason holds: the nearest deadline first, then the most reasons, then the longest silence. */
export function stuckPeople(
  course: Course,
  cohort: Thresholds & { ends_on: string },
  { members, correspondents }: Known,
  now: Date,
): StuckPerson[] {
  const known = new Map(correspondents.map((one) => [one.id, one]))
  const all = members.flatMap((member) => {
    const correspondent = known.get(member.id)
    if (!correspondent) return [] // joined between the two queries
    const progress = progressOf(course, member)
    return [
      { member, correspondent, progress, pace: paceOf(course, cohort, member, progress, correspondent.closes_at) },
    ]
  })
  const median = medianOf(all.map(({ pace }) => pace.modules.done))
  return all
    .flatMap(({ member, correspondent, progress, pace }) => {
      const [first, ...others] = reasonsOf(pace, cohort, median, now)
      if (!first) return []
      const { id, name, institution, country_code } = member
      const { email, language, last_letter } = correspondent
      const reasons: StuckPerson['reasons'] = [first, ...others]
      return [{ id, name, institution, country_code, email, language, reasons, next: progress.next, last_letter }]
    })
    .sort(byUrgency)
}

function byUrgency(a: StuckPerson, b: StuckPerson): number {
  return (
    daysLeft(a) - daysLeft(b) ||
    b.reasons.length - a.reasons.length ||
    silence(b) - silence(a) ||
    (a.name < b.name ? -1 : 1)
  )
}

/** A number that is larger than any of days, since two infinities have no difference. */
const never = 1_000_000
const daysLeft = ({ reasons: [first] }: StuckPerson): number => (first.kind === 'deadline' ? first.days : never)
const silence = ({ reasons }: StuckPerson): number =>
  Math.max(0, ...reasons.map((reason) => (reason.kind === 'quiet' || reason.kind === 'not_started' ? reason.days : 0)))
