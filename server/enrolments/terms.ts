/** What a cohort means for one learner's course, as the database keeps it; times in JSON are ISO texts. */
export type Term = {
  cohort_id: string
  closes_at: string
  extra_time_percent: number
  time_zone: string
  /** The share of the cohort's sessions that the award asks for; null where it asks for none. */
  attendance_percent: number | null
  sessions: number
  attended: number
}

/**
 * What holds for a learner in a course: under which cohort, until when by whose calendar, and with how much more time in
 * an attempt.
 */
export type Terms = { cohortId: string; closesAt: Date; timeZone: string; extraTimePercent: number; closed: boolean }

const lastOf = (terms: Term[]): Term | undefined =>
  terms.toSorted((a, b) => Date.parse(b.closes_at) - Date.parse(a.closes_at))[0]

/** When the last of the learner's cohorts closes, and by whose clocks. Null for who takes the course alone. */
export function closingOf(terms: Term[]): { at: Date; time_zone: string } | null {
  const last = lastOf(terms)
  return last ? { at: new Date(last.closes_at), time_zone: last.time_zone } : null
}

/**
 * Who is in several cohorts of a course has until the last of them closes, and the most of the time that was granted.
 * Null for who takes the course alone.
 */
export function termsOf(terms: Term[], now: Date): Terms | null {
  const last = lastOf(terms)
  if (!last) return null
  const closesAt = new Date(last.closes_at)
  return {
    cohortId: last.cohort_id,
    closesAt,
    timeZone: last.time_zone,
    extraTimePercent: Math.max(...terms.map((term) => term.extra_time_percent)),
    closed: closesAt <= now,
  }
}

/** How many of a cohort's workshop days the award asks for, of how many there are, and how many were attended. */
export type AttendanceAsked = { needed: number; sessions: number; attended: number; percent: number; met: boolean }

/**
 * Who is in several cohorts of a course is held to the one that asks least of them. A cohort that asks for a share and
 * has no sessions yet is not satisfied: they are still to come. Null where nothing is asked.
 */
export function attendanceAsked(terms: Term[]): AttendanceAsked | null {
  const asked = terms.map(({ attendance_percent: percent, sessions, attended }) => {
    if (percent === null) return null
    const needed = Math.max(1, Math.ceil((percent * sessions) / 100))
    return { needed, sessions, attended, percent, met: sessions > 0 && attended >= needed }
  })
  const [least = null] = asked.toSorted((a, b) => missing(a) - missing(b))
  return least
}

const missing = (asked: AttendanceAsked | null): number =>
  asked === null ? Number.NEGATIVE_INFINITY : asked.needed - asked.attended
