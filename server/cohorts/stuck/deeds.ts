import type { Course } from '../../catalogue/course.ts'
import { lessonTitle, type Phrase, quizTitle } from '../../catalogue/titles.ts'
import { isoDate } from '../../platform/words/dates.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { getMember } from '../people/queries.ts'

/** One thing that happened in the cohort's course. `author` is null once the account is erased. */
export type Deed = { at: Date } & (
  | { kind: 'joined' | 'completed' }
  | { kind: 'lesson'; title: Phrase }
  | { kind: 'begun'; title: Phrase; number: number }
  /** `points` is null while a trainer has not marked it. */
  | { kind: 'submitted'; title: Phrase; number: number; points: { raw: number; max: number } | null }
  | { kind: 'letter'; subject: string; text: string; author: string | null }
  | { kind: 'accommodation'; author: string | null }
)
/** `date` is 'YYYY-MM-DD' by the cohort's calendar. */
export type DayOfDeeds = { date: string; deeds: Deed[] }

type WholeMember = Awaited<ReturnType<typeof getMember>>

/** Everything that one person did and was given in the course, the newest first, day by day. */
export function deedsOf(course: Course, zone: string, member: WholeMember, language: Language): DayOfDeeds[] {
  const begunAt = new Map(member.beginnings.map(({ id, started_at }) => [id, started_at]))
  // Of what happened at the same moment, the later in this list is the later.
  const deeds: Deed[] = [
    { kind: 'joined', at: member.joined_at },
    ...member.attempts.flatMap(({ id, quiz, number }): Deed[] => {
      const at = begunAt.get(id)
      return at ? [{ kind: 'begun', at: new Date(at), title: quizTitle(course, quiz, language), number }] : []
    }),
    ...member.lessons.map(
      (one): Deed => ({
        kind: 'lesson',
        at: new Date(one.completed_at),
        title: lessonTitle(course, one.lesson, language),
      }),
    ),
    ...member.attempts.flatMap(({ quiz, number, submitted_at, outcome, score_raw, score_max }): Deed[] => {
      if (!submitted_at) return []
      const points = outcome && { raw: score_raw ?? 0, max: score_max ?? 0 }
      return [
        { kind: 'submitted', at: new Date(submitted_at), title: quizTitle(course, quiz, language), number, points },
      ]
    }),
    ...(member.completed_at ? [{ kind: 'completed' as const, at: member.completed_at }] : []),
    ...member.letters.map(({ sent_at, ...letter }): Deed => ({ kind: 'letter', at: new Date(sent_at), ...letter })),
    ...(member.term?.granted_at
      ? [{ kind: 'accommodation' as const, at: new Date(member.term.granted_at), author: member.term.granted_by }]
      : []),
  ]
  const newestFirst = deeds.toSorted((a, b) => a.at.getTime() - b.at.getTime()).reverse()
  const days = Map.groupBy(newestFirst, ({ at }) => isoDate(at, zone))
  return [...days].map(([date, ofDay]) => ({ date, deeds: ofDay }))
}
