import { expect, test } from 'vitest'
import { badgeOf } from '../../server/certificates/badge/badge.ts'
import { drawBadge, side } from '../../server/certificates/badge/badge-drawing.ts'
import { textsAllIn } from '../../server/certificates/record.ts'
import { outlineOf } from '../../server/platform/documents/outlines.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { sampleRecord } from './sample-record.ts'

const arabic = { course_title: 'قبل الجلوس إلى طاولة المفاوضات', name: 'أمينة بنت محمد الدروي' }

/** Where the shapes of a picture begin and end from left to right, but for what fills it from edge to edge. */
function spansIn(language: Language, changes = {}) {
  const shapes = drawBadge(sampleRecord({ language, ...changes })).map(({ path }) => {
    const across = path.flatMap(({ at }) => at.filter((_, place) => place % 2 === 0))
    return { from: Math.min(...across), to: Math.max(...across) }
  })
  return shapes.filter(({ from, to }) => to - from < side)
}

test('the picture of an Arabic badge is the mirror image of another, with its title and its holder’s name', () => {
  const [english, mirrored] = [spansIn('en'), spansIn('ar', arabic)]
  expect(mirrored.filter(({ to }) => Math.abs(to - (side - 36)) < 3).length).toBeGreaterThanOrEqual(6)
  expect(english.filter(({ from }) => Math.abs(from - 36) < 3).length).toBeGreaterThanOrEqual(6)
  for (const { from, to } of mirrored) expect(from >= 30 && to <= side).toBe(true)
})

test('letters that run from right to left are set in order, and numbers among them', () => {
  const number = outlineOf('2026', 'serif-bold', 20)
  const mixed = outlineOf('قسم 2026', 'serif-bold', 20)
  expect(mixed?.path.slice(0, number?.path.length)).toEqual(number?.path)
})

test('a name in Arabic letters stands on the picture in another language too', () => {
  expect(spansIn('en', { name: arabic.name })).toHaveLength(spansIn('en').length)
})

test('a badge says in which language its course is described', () => {
  const record = sampleRecord({ language: 'ar', texts_in: { ...textsAllIn('ar'), title: 'en' } })
  const badge = badgeOf({ record, course: 'x', issued_at: new Date(0), status_index: 1 }, 'https://example.org')
  expect(badge.credentialSubject.achievement.inLanguage).toBe('en')
})
