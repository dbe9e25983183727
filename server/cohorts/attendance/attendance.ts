/** How many of the sessions that count somebody was at. */
export type Attendance = { attended: number; of: number }

/** Of the sessions with these ids, those that somebody attended; what they attended besides does not count. */
export const attendanceOf = (sessions: readonly string[], attended: readonly string[]): Attendance => {
  const there = new Set(attended)
  return { attended: sessions.filter((id) => there.has(id)).length, of: sessions.length }
}

/** A session as a learner's row has it, none that was cancelled; `starts_at` is an ISO text. */
export type SessionOfLearner = { id: string; starts_at: string; attended: boolean }

/** What somebody attended so far: a session that has not begun is nobody's absence. */
export const attendedSoFar = (sessions: readonly SessionOfLearner[], now: Date): Attendance => {
  const begun = sessions.filter(({ starts_at, attended }) => attended || new Date(starts_at) <= now)
  return attendanceOf(
    begun.map(({ id }) => id),
    begun.flatMap(({ id, attended }) => (attended ? [id] : [])),
  )
}
