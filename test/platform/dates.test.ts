import { expect, test } from 'vitest'
import {
  dayAfter,
  daysBetween,
  formatDate,
  formatDateTime,
  instantAt,
  isoDate,
  startOfDay,
} from '../../server/platform/words/dates.ts'

test.each([
  ['en', '24 November 2026'],
  ['fr', '24 novembre 2026'],
  ['pt', '24 de novembro de 2026'],
  ['es', '24 de noviembre de 2026'],
  ['ar', '24 نوفمبر 2026'],
] as const)('a date in %s is %s', (language, text) => {
  expect(formatDate('2026-11-24', language)).toBe(text)
  expect(formatDate(new Date('2026-11-24T12:00:00Z'), language)).toBe(text)
})

test('a calendar date is the same day in every zone, an instant is not', () => {
  expect(formatDate('2026-11-24', 'en', 'America/Lima')).toBe('24 November 2026')
  expect(formatDate(new Date('2026-11-24T02:00:00Z'), 'en', 'America/Lima')).toBe('23 November 2026')
  expect(formatDate(new Date('2026-11-24T02:00:00Z'), 'en')).toBe('24 November 2026')
})

test.each([
  ['en', 'UTC', '24 November 2026 at 14:05 UTC'],
  ['en', 'Africa/Dakar', '24 November 2026 at 14:05 GMT'],
  ['en', 'Africa/Kinshasa', '24 November 2026 at 15:05 GMT+1'],
  ['fr', 'Africa/Kinshasa', '24 novembre 2026 à 15:05 UTC+1'],
  ['fr', 'UTC', '24 novembre 2026 à 14:05 UTC'],
] as const)('an instant in %s and %s says its zone', (language, zone, text) => {
  expect(formatDateTime(new Date('2026-11-24T14:05:59Z'), language, zone)).toBe(text)
})

test('midnight is 00:00, not 24:00', () => {
  expect(formatDateTime(new Date('2026-11-24T00:00:00Z'), 'en')).toMatch('24 November 2026 at 00:00')
})

test.each([
  ['2026-11-24T23:30:00Z', 'UTC', '2026-11-24'],
  ['2026-11-24T23:30:00Z', 'Africa/Kinshasa', '2026-11-25'],
  ['2026-01-01T02:00:00Z', 'America/Lima', '2025-12-31'],
  ['0987-01-02T12:00:00Z', 'Africa/Dakar', '0987-01-02'],
])('%s in %s is the date %s', (instant, zone, date) => {
  expect(isoDate(new Date(instant), zone)).toBe(date)
})

test.each([
  ['2026-11-24', '2026-11-24', 0],
  ['2026-11-24', '2026-11-25', 1],
  ['2026-11-25', '2026-11-24', -1],
  ['2028-02-28', '2028-03-01', 2],
  ['2026-01-01', '2027-01-01', 365],
  [new Date('2026-11-24T23:59:59Z'), new Date('2026-11-25T00:00:01Z'), 1],
  [new Date('2026-11-24T00:00:00Z'), '2026-11-24', 0],
])('from %s to %s it is %i days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days)
})

test.each(['', '2026-02-30', '2026-13-01', '2026-1-1', '24/11/2026', '2026-11-24T00:00:00Z', 'a'.repeat(100_000)])(
  'what is not a date is refused: %.20s',
  (text) => {
    expect(() => formatDate(text, 'en')).toThrow('Not a date')
    expect(() => daysBetween('2026-01-01', text)).toThrow('Not a date')
  },
)

test('an invalid instant and an unknown zone are refused', () => {
  expect(() => formatDate(new Date('never'), 'en')).toThrow(RangeError)
  expect(() => formatDateTime(new Date(0), 'en', 'Mars/Olympus')).toThrow(RangeError)
})

const beginnings: [date: string, zone: string, instant: string][] = [
  ['2026-03-03', 'UTC', '2026-03-03T00:00:00.000Z'],
  ['2026-03-03', 'Africa/Monrovia', '2026-03-03T00:00:00.000Z'],
  ['2026-03-03', 'Africa/Maputo', '2026-03-02T22:00:00.000Z'],
  ['2026-03-03', 'Asia/Kathmandu', '2026-03-02T18:15:00.000Z'],
  ['2026-03-29', 'Europe/Lisbon', '2026-03-29T00:00:00.000Z'], // clocks go forward at 01:00 that day
  ['2026-03-30', 'Europe/Lisbon', '2026-03-29T23:00:00.000Z'],
  ['2026-10-25', 'Europe/Lisbon', '2026-10-24T23:00:00.000Z'],
  ['2026-10-26', 'Europe/Lisbon', '2026-10-26T00:00:00.000Z'],
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'], // midnight is skipped: the day begins at 01:00
  ['2026-12-31', 'Pacific/Kiritimati', '2026-12-30T10:00:00.000Z'],
]
test.each(beginnings)('%s begins in %s at %s', (date, zone, instant) => {
  expect(startOfDay(date, zone).toISOString()).toBe(instant)
  expect(isoDate(startOfDay(date, zone), zone)).toBe(date)
  expect(isoDate(new Date(startOfDay(date, zone).getTime() - 1), zone)).not.toBe(date)
})

test('the day after is the next one of the calendar', () => {
  expect(['2026-02-28', '2028-02-28', '2026-12-31'].map(dayAfter)).toEqual(['2026-03-01', '2028-02-29', '2027-01-01'])
  expect(() => dayAfter('2026-02-30')).toThrow(RangeError)
})

const moments: [date: string, time: string, zone: string, instant: string | undefined][] = [
  ['2026-03-03', '09:00', 'UTC', '2026-03-03T09:00:00.000Z'],
  ['2026-03-03', '09:00', 'Africa/Maputo', '2026-03-03T07:00:00.000Z'],
  ['2026-03-03', '00:15', 'Asia/Kathmandu', '2026-03-02T18:30:00.000Z'],
  ['2026-03-03', '23:59', 'Pacific/Kiritimati', '2026-03-03T09:59:00.000Z'],
  ['2026-03-29', '00:59', 'Europe/Lisbon', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29', '01:00', 'Europe/Lisbon', undefined], // clocks go forward from 01:00 to 02:00
  ['2026-03-29', '01:59', 'Europe/Lisbon', undefined],
  ['2026-03-29', '02:00', 'Europe/Lisbon', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25', '01:30', 'Europe/Lisbon', '2026-10-25T00:30:00.000Z'], // 01:00 to 02:00 comes twice
  ['2026-10-25', '02:00', 'Europe/Lisbon', '2026-10-25T02:00:00.000Z'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-03-08', '02:30', 'America/New_York', undefined],
  ['2026-04-24', '00:30', 'Africa/Cairo', undefined],
  ['2026-04-24', '01:00', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'], // half an hour comes twice
  ['2011-12-30', '10:00', 'Pacific/Apia', undefined], // the whole day was skipped
]
test.each(moments)('%s at %s in %s is %s', (date, time, zone, instant) => {
  expect(instantAt(date, time, zone)?.toISOString()).toBe(instant)
})

test.each([
  ['2026-02-30', '09:00'],
  ['2026-02-03', '24:00'],
  ['2026-02-03', '9:00'],
  ['2026-02-03', '09:60'],
  ['2026-02-03', ''],
])('%s at %s is no moment', (date, time) => {
  expect(() => instantAt(date, time, 'UTC')).toThrow(RangeError)
})
