import { formatDateTime } from '../../platform/words/dates.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Translate } from '../../platform/words/messages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import { graceMs, minutesWithExtra } from '../../quizzes/time/deadline.ts'
import type { LogEntry } from './attempt-log.ts'

type Reader = { t: Translate; language: Language; timeZone: string }
type Of<K extends LogEntry['kind']> = Extract<LogEntry, { kind: K }>
type Points = Of<'released'>['points']

/** One entry of the log in sentences. */
export function sentencesOf(entry: LogEntry, reader: Reader): string[] {
  const { t } = reader
  switch (entry.kind) {
    case 'started':
      return [startedWords(entry, reader)]
    case 'saved':
      return savedWords(entry, reader)
    case 'gap':
      return [gapWords(entry.minutes, t)]
    case 'asked':
    case 'time_up':
    case 'waiting':
      return [t(`log.${entry.kind}`)]
    case 'extended': {
      const { due_by, due_at, extra_time_percent: extra } = entry.deadline
      return [t(`log.extended.${due_by}`, { extra, due: momentIn(due_at, reader) })]
    }
    case 'handed_in':
      return [t('log.handed_in'), ...pointsWords(entry.points, reader)]
    case 'closed':
      return [t(`log.closed.${entry.rule}`), ...pointsWords(entry.points, reader)]
    case 'marked': {
      const questions = { n: entry.questions.length, places: placesIn(entry.questions, reader) }
      return [t(entry.place === 1 ? 'log.marked' : 'log.marked_again', questions)]
    }
    case 'released':
      return [t('log.released'), ...pointsWords(entry.points, reader)]
    case 'regraded':
      return regradedWords(entry, reader)
  }
}

const momentIn = (at: Date, { language, timeZone }: Reader) => formatDateTime(at, language, timeZone)

function startedWords({ time_limit_minutes: minutes, deadline }: Of<'started'>, reader: Reader): string {
  const { t, language } = reader
  if (!deadline) return t('log.started.free')
  const due = momentIn(deadline.due_at, reader)
  if (minutes === null) return t('log.started.cohort', { due })
  const extra = deadline.extra_time_percent
  const total = formatNumber(minutesWithExtra(minutes, extra), language)
  if (deadline.due_by === 'cohort') return t('log.started.cohort_first', { total, due })
  return extra > 0 ? t('log.started.extra', { minutes, extra, total, due }) : t('log.started.limit', { minutes, due })
}

function savedWords({ answered, changed, late }: Of<'saved'>, reader: Reader): string[] {
  const { t } = reader
  const words = (places: number[]) => ({ n: places.length, places: placesIn(places, reader) })
  return [
    ...(answered.length > 0 ? [t('log.answered', words(answered))] : []),
    ...(changed.length > 0 ? [t('log.changed', words(changed))] : []),
    ...(late ? [t('log.late', { seconds: graceMs / 1000 })] : []),
  ]
}

/** "1, 3 to 5 and 8". */
function placesIn(places: number[], { t, language }: Reader): string {
  const runs: number[][] = []
  for (const place of places) {
    const run = runs.at(-1)
    if (run?.at(-1) === place - 1) run.push(place)
    else runs.push([place])
  }
  const parts = runs.flatMap((run) =>
    run.length > 2 ? [t('log.range', { from: run[0] ?? 0, to: run.at(-1) ?? 0 })] : run.map(String),
  )
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
}

function gapWords(minutes: number, t: Translate): string {
  if (minutes < 120) return t('log.gap.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? t('log.gap.hours', { n: hours }) : t('log.gap.days', { n: Math.floor(hours / 24) })
}

function pointsWords(points: Points, { t, language }: Reader): string[] {
  if (!points) return []
  const of = { raw: formatNumber(points.raw, language), max: formatNumber(points.max, language) }
  return [t('log.points', { ...of, outcome: points.outcome ?? 'other' })]
}

function regradedWords({ question, before, after, reason }: Of<'regraded'>, { t, language }: Reader): string[] {
  const number = (value: number) => formatNumber(value, language)
  const scores = { before: number(before.raw), after: number(after.raw), max: number(after.max) }
  const turned = before.outcome !== after.outcome && after.outcome
  return [
    t('log.regraded', { question, ...scores }),
    ...(turned ? [t('log.turned', { outcome: turned === 'passed' ? turned : 'other' })] : []),
    t('log.reason', { reason }),
  ]
}
