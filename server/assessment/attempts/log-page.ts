import { isoDate } from '../../platform/words/dates.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Translate } from '../../platform/words/messages.ts'
import type { LogEntry } from './attempt-log.ts'
import { sentencesOf } from './log-words.ts'

export type LogLine = { time: string; device: string | null; sentences: string[] }
export type LogDay = { day: string; lines: LogLine[] }

type Reader = { t: Translate; language: Language; timeZone: string }

/** The log as it is read: day by day in the cohort's zone, each entry with its time of day. */
export function logDays(log: LogEntry[], reader: Reader): LogDay[] {
  const time = new Intl.DateTimeFormat(reader.language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: reader.timeZone,
  })
  const days: LogDay[] = []
  for (const entry of log) {
    const day = isoDate(entry.at, reader.timeZone)
    if (days.at(-1)?.day !== day) days.push({ day, lines: [] })
    const { at, until, device } = entry
    const range = until > at && isoDate(until, reader.timeZone) === day ? `–${time.format(until)}` : ''
    days.at(-1)?.lines.push({ time: `${time.format(at)}${range}`, device, sentences: sentencesOf(entry, reader) })
  }
  return days
}

/** How many pages or devices something came from. */
export const devicesIn = (log: LogEntry[]): number => new Set(log.flatMap(({ device }) => device ?? [])).size
