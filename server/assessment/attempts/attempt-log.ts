import type { QuizRules } from '../../catalogue/course.ts'
import type { Outcome } from '../../enrolments/progress.ts'

export type Deadline = { due_at: Date; due_by: 'time-limit' | 'cohort'; extra_time_percent: number }
export type Save = { page: string; items: string[]; stored_at: Date }
type Regrade = {
  item: string
  reason: string
  made_at: Date
  score_raw_before: number
  score_raw_after: number
  outcome_before: Outcome | null
  outcome_after: Outcome | null
}

/** Everything that is known to have happened in an attempt; lists in the order in which it did. */
export type Happenings = {
  rules: Pick<QuizRules, 'time_limit_minutes' | 'at_deadline'>
  /** The ids of its items, in the order shown. */
  items: string[]
  started_at: Date
  /** As it is now; null when nothing ends the attempt. */
  deadline: Deadline | null
  saves: Save[]
  requested_at: Date | null
  extensions: { at: Date; before: Deadline; after: Deadline }[]
  submitted_at: Date | null
  closed_by: 'learner' | 'deadline' | null
  score: { raw: number; max: number; outcome: Outcome | null } | null
  marking: 'waiting' | 'released' | null
  marks: { item: string; place: 1 | 2; marked_at: Date }[]
  released_at: Date | null
  regrades: Regrade[]
}

type Points = { raw: number; max: number; outcome: Outcome | null }
type Told =
  | { kind: 'started'; time_limit_minutes: number | null; deadline: Deadline | null }
  /** Places of questions, from 1. `late`: after the deadline, within its grace. */
  | { kind: 'saved'; answered: number[]; changed: number[]; late: boolean }
  | { kind: 'gap'; minutes: number }
  | { kind: 'asked' | 'time_up' | 'waiting' }
  | { kind: 'extended'; deadline: Deadline }
  | { kind: 'handed_in'; points: Points | null }
  | { kind: 'closed'; rule: QuizRules['at_deadline']; points: Points | null }
  | { kind: 'marked'; place: 1 | 2; questions: number[] }
  | { kind: 'released'; points: Points | null }
  | { kind: 'regraded'; question: number; before: Points; after: Points; reason: string }
/** `device` is the letter of the opened page that it came from: A for the first that sent something. */
type Source = { until: Date; device: string | null }
export type LogEntry = { at: Date } & Source & Told

/** When nothing came for so long, the log says so. */
const gapMs = 2 * 60_000
/** Saves of one page that follow each other so closely are told as one. */
const togetherMs = 30_000

/** The attempt from its start to now, in order. What was answered is not in it, only which questions and when. */
export function logOf(attempt: Happenings, now: Date): LogEntry[] {
  const { started_at, submitted_at, requested_at } = attempt
  const entry = (at: Date, told: Told, { until = at, device = null }: Partial<Source> = {}): LogEntry => ({
    at,
    until,
    device,
    ...told,
  })
  const deadline = attempt.extensions[0]?.before ?? attempt.deadline
  const started = { kind: 'started', time_limit_minutes: attempt.rules.time_limit_minutes, deadline } as const
  const events = [
    entry(started_at, started),
    ...(requested_at ? [entry(requested_at, { kind: 'asked' })] : []),
    ...attempt.extensions.map(({ at, after }) => entry(at, { kind: 'extended', deadline: after })),
    ...timeUp(attempt, now).map((at) => entry(at, { kind: 'time_up' })),
  ]
  const saved = savedTogether(
    attempt,
    events.map(({ at }) => at),
  ).map(({ from, until, device, ...told }) => entry(from, { kind: 'saved', ...told }, { until, device }))
  const arrivals = [started_at, ...attempt.saves.map(({ stored_at }) => stored_at), requested_at, submitted_at]
  const gaps = gapsIn(arrivals.filter((at) => at !== null)).map(({ from, until }) =>
    entry(from, { kind: 'gap', minutes: Math.floor((until.getTime() - from.getTime()) / 60_000) }, { until }),
  )
  // A gap begins when the last thing before it is over, so it is told after what happened at that moment.
  const during = [...events, ...saved, ...gaps].sort((a, b) => startOf(a) - startOf(b))
  return [...during, ...closing(attempt).map(({ at, ...told }) => entry(at, told)), ...afterwards(attempt, entry)]
}

const startOf = ({ at, kind }: LogEntry) => at.getTime() + (kind === 'gap' ? 0.5 : 0)

/** When the time was up, if the attempt was still open then. */
function timeUp({ deadline, submitted_at, closed_by }: Happenings, now: Date): Date[] {
  if (!deadline) return []
  const { due_at } = deadline
  return closed_by === 'deadline' || (submitted_at ?? now) > due_at ? [due_at] : []
}

type Together = { from: Date; until: Date; page: string; items: string[]; device: string }

/** Saves of one page that follow each other closely and with nothing between them, as one each. */
function savedTogether({ saves, items, deadline }: Happenings, events: Date[]) {
  const devices = new Map<string, string>()
  const groups: Together[] = []
  for (const { page, items, stored_at } of saves) {
    const device = devices.get(page) ?? letterOf(devices.size)
    devices.set(page, device)
    const last = groups.at(-1)
    const follows = last?.page === page && stored_at.getTime() - last.until.getTime() < togetherMs
    if (follows && !events.some((at) => at > last.until && at <= stored_at)) {
      last.until = stored_at
      last.items.push(...items)
    } else groups.push({ from: stored_at, until: stored_at, page, items: [...items], device })
  }
  const before = new Set<string>()
  return groups.map(({ from, until, device, items: stored }) => {
    const isNew = (id: string) => !before.has(id)
    const places = (wanted: (id: string) => boolean) =>
      items.flatMap((id, index) => (stored.includes(id) && wanted(id) ? [index + 1] : []))
    const told = { answered: places(isNew), changed: places((id) => !isNew(id)) }
    for (const id of stored) before.add(id)
    return { from, until, device, ...told, late: deadline !== null && from > deadline.due_at }
  })
}

/** A to Z, then AA, AB, … */
const letterOf = (index: number): string =>
  (index < 26 ? '' : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

function gapsIn(arrivals: Date[]): { from: Date; until: Date }[] {
  const sorted = arrivals.toSorted((a, b) => a.getTime() - b.getTime())
  return sorted.flatMap((until, index) => {
    const from = sorted[index - 1]
    return from && until.getTime() - from.getTime() >= gapMs ? [{ from, until }] : []
  })
}

/** The score as it was at a moment: what was regraded later is undone. */
function pointsAt({ score, regrades }: Happenings, at: Date): Points | null {
  const later = regrades.find(({ made_at }) => made_at > at)
  return score && later ? { ...score, raw: later.score_raw_before, outcome: later.outcome_before } : score
}

function closing(attempt: Happenings): ({ at: Date } & Told)[] {
  const { submitted_at: at, closed_by, marking, rules } = attempt
  if (!at) return []
  const points = marking ? null : pointsAt(attempt, at)
  const closed: Told =
    closed_by === 'deadline' ? { kind: 'closed', rule: rules.at_deadline, points } : { kind: 'handed_in', points }
  return [{ at, ...closed }, ...(marking ? [{ at, kind: 'waiting' as const }] : [])]
}

/** What trainers did once it was closed. */
function afterwards(attempt: Happenings, entry: (at: Date, told: Told) => LogEntry): LogEntry[] {
  const { marks, released_at, regrades, items, score } = attempt
  const questionOf = (item: string) => items.indexOf(item) + 1
  const marked = ([1, 2] as const).flatMap((place) => {
    const own = marks.filter((mark) => mark.place === place)
    const last = own.at(-1)
    const questions = own.map(({ item }) => questionOf(item)).sort((a, b) => a - b)
    return last ? [entry(last.marked_at, { kind: 'marked', place, questions })] : []
  })
  const released = released_at ? [entry(released_at, { kind: 'released', points: pointsAt(attempt, released_at) })] : []
  const max = score?.max ?? 0
  const regraded = regrades.map(({ made_at, item, reason, ...scores }) =>
    entry(made_at, {
      kind: 'regraded',
      question: questionOf(item),
      before: { raw: scores.score_raw_before, max, outcome: scores.outcome_before },
      after: { raw: scores.score_raw_after, max, outcome: scores.outcome_after },
      reason,
    }),
  )
  return [...marked, ...released, ...regraded].sort((a, b) => a.at.getTime() - b.at.getTime())
}
