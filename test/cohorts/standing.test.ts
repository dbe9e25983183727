import { expect, test } from 'vitest'
import { standingOf } from '../../server/cohorts/people/standing.ts'

const cohort = { starts_on: '2026-03-02', time_zone: 'Africa/Monrovia', not_started_days: 5, quiet_days: 7 }
const at = (text: string) => new Date(`${text}:00Z`)
const now = at('2026-03-20T12:00')
const joined_at = at('2026-03-02T09:00')
const begun = { joined_at, completed_at: null, begun: true }
const idle = { joined_at, last_active_at: joined_at, completed_at: null, begun: false }

test.each([
  ['who joined four days ago and did nothing is on the way', { ...idle, joined_at: at('2026-03-16T09:00') }, undefined],
  ['who joined five days ago and did nothing has not started', { ...idle, joined_at: at('2026-03-15T23:00') }, 5],
  ['days are counted by the calendar, not by the hour', { ...idle, joined_at: at('2026-03-15T00:01') }, 5],
  [
    'who joined before the first day is waited for from that day on',
    { ...idle, joined_at: at('2026-01-10T09:00') },
    18,
  ],
])('%s', (_, activity, days) => {
  const expected = days === undefined ? { kind: 'on_the_way' } : { kind: 'not_started', days }
  expect(standingOf(activity, cohort, now)).toEqual(expected)
})

test.each([
  ['who was active six days ago is on the way', at('2026-03-14T18:00'), undefined],
  ['who was active seven days ago is quiet', at('2026-03-13T18:00'), 7],
  ['who learnt long before joining is waited for from joining on', at('2025-11-01T09:00'), 18],
])('%s', (_, last_active_at, days) => {
  const expected = days === undefined ? { kind: 'on_the_way' } : { kind: 'quiet', days }
  expect(standingOf({ ...begun, last_active_at }, cohort, now)).toEqual(expected)
})

test('who has completed the course is never quiet', () => {
  const completed_at = at('2026-03-04T09:00')
  const standing = standingOf({ ...begun, last_active_at: completed_at, completed_at }, cohort, now)
  expect(standing).toEqual({ kind: 'completed', at: completed_at })
})

test('nobody is late before the cohort begins', () => {
  const later = { ...cohort, starts_on: '2026-04-01' }
  expect(standingOf(idle, later, now)).toEqual({ kind: 'on_the_way' })
  expect(standingOf({ ...begun, last_active_at: joined_at }, later, now)).toEqual({ kind: 'on_the_way' })
})

test('a day ends where the cohort meets', () => {
  const idleSince = { ...idle, joined_at: at('2026-03-14T23:30') } // already the 15th in Antananarivo
  expect(standingOf(idleSince, cohort, now)).toEqual({ kind: 'not_started', days: 6 })
  const inAntananarivo = { ...cohort, time_zone: 'Indian/Antananarivo' }
  expect(standingOf(idleSince, inAntananarivo, now)).toEqual({ kind: 'not_started', days: 5 })
})

test('each cohort has its own patience', () => {
  const patient = { ...cohort, not_started_days: 19, quiet_days: 8 }
  const lastActive = { ...begun, last_active_at: at('2026-03-13T18:00') }
  for (const activity of [idle, lastActive]) expect(standingOf(activity, patient, now)).toEqual({ kind: 'on_the_way' })
})
