import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Catalogue } from '../../catalogue/catalogue.ts'
import { titleOf } from '../../catalogue/titles.ts'
import { formatDate, isoDate } from '../../platform/words/dates.ts'
import { translator } from '../../platform/words/messages.ts'
import { closesAt } from '../period.ts'
import type { FoundCalendar } from './queries.ts'

type Cohort = FoundCalendar['cohorts'][number]
type Session = Cohort['sessions'][number]
type Context = { courses: Pick<Catalogue, 'find'>; publicUrl: string; now: Date }

const hour = 3_600_000
/** How often a calendar program should ask again. */
const refreshSeconds = 6 * 3600

/**
 * Somebody's sessions and closing days as iCalendar (RFC 5545), in their language. Times stand in UTC, so that no
 * program has to know a zone; what the clocks of the cohort show is said in words.
 */
export function calendarFile({ language, cohorts }: FoundCalendar, { courses, publicUrl, now }: Context): string {
  const t = translator(language)
  const calendar = ical({
    name: t('site.name'),
    prodId: { company: 'Third Pillar', product: 'Calendar', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  })
  const host = new URL(publicUrl).host
  const eventsOf = ({ id, name, course: slug, ends_on, time_zone, closes_at, sessions }: Cohort) => {
    const course = courses.find(slug)
    if (!course) return // taken off the shelf
    const about = { cohort: name, course: titleOf(course, language).text, zone: time_zone }
    const url = `${publicUrl}/courses/${slug}`
    for (const session of sessions) {
      const date = formatDate(session.held_on, language)
      const [from, to] = [session.from_time.slice(0, 5), session.to_time.slice(0, 5)]
      calendar.createEvent({
        id: `session-${session.id}@${host}`,
        stamp: now,
        start: new Date(session.starts_at),
        end: new Date(session.ends_at),
        summary: session.title,
        location: session.place,
        description: t('calendar.session_text', { ...about, date, from, to }),
        url,
        sequence: session.revision,
        status: statusOf(session),
      })
    }
    const end = closes_at ? new Date(closes_at) : closesAt({ ends_on, time_zone })
    const lastDay = formatDate(isoDate(new Date(end.getTime() - 1), time_zone), language)
    calendar.createEvent({
      id: `closing-${id}@${host}`,
      stamp: now,
      // The last hour, so that it stands in the day that it is about: midnight already is the next one.
      start: new Date(end.getTime() - hour),
      end,
      summary: t('calendar.closing', about),
      description: t('calendar.closing_text', { ...about, date: lastDay }),
      url,
    })
  }
  for (const cohort of cohorts) eventsOf(cohort)
  return calendar.toString()
}

const statusOf = ({ cancelled_at }: Session) => (cancelled_at ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED)
