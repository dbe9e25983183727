import type { Language } from '../../platform/words/languages.ts'
import { byName } from '../people/people.ts'
import type { ListedSession, SessionWithPeople } from './queries.ts'
import type { How } from './tables.ts'

/** A session as every page shows it; times are 'HH:MM' by the clocks of the cohort's zone. */
export type SessionLine = {
  id: string
  title: string
  place: string
  held_on: string
  from_time: string
  to_time: string
  cancelled: boolean
}
export type SessionPerson = { id: string; name: string; institution: string }
export type PresentPerson = SessionPerson & {
  how: How
  recorded_at: Date
  /** The trainer; null where it was by code, or the account is gone. */
  recorded_by: string | null
  note: string | null
}

export const lineOf = ({
  id,
  title,
  place,
  held_on,
  from_time,
  to_time,
  cancelled_at,
}: Omit<ListedSession, 'attended'>): SessionLine => ({
  id,
  title,
  place,
  held_on,
  from_time: from_time.slice(0, 5),
  to_time: to_time.slice(0, 5),
  cancelled: cancelled_at !== null,
})

/** Who was there, with how it is known, and who was not; each by name. */
export function peopleOf({ people }: SessionWithPeople, language: Language) {
  const present: PresentPerson[] = []
  const absent: SessionPerson[] = []
  for (const { id, name, institution, how, recorded_at, recorded_by, note } of people) {
    const person = { id, name, institution }
    if (how && recorded_at) present.push({ ...person, how, recorded_at: new Date(recorded_at), recorded_by, note })
    else absent.push(person)
  }
  return { present: present.sort(byName(language)), absent: absent.sort(byName(language)) }
}
