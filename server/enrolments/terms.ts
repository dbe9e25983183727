/** What a cohort means for one learner's course, as the database keeps it; times in JSON are ISO texts. */
export type Term = { cohort_id: string; closes_at: string; extra_time_percent: number }

/** What holds for a learner in a course: under which cohort, until when, and with how much more time in an attempt. */
export type Terms = { cohortId: string; closesAt: Date; extraTimePercent: number; closed: boolean }

/**
 * Who is in several cohorts of a course has until the last of them closes, and the most of the time that was granted.
 * Null for who takes the course alone.
 */
export function termsOf(terms: Term[], now: Date): Terms | null {
  const [last] = terms.toSorted((a, b) => Date.parse(b.closes_at) - Date.parse(a.closes_at))
  if (!last) return null
  const closesAt = new Date(last.closes_at)
  return {
    cohortId: last.cohort_id,
    closesAt,
    extraTimePercent: Math.max(...terms.map((term) => term.extra_time_percent)),
    closed: closesAt <= now,
  }
}
