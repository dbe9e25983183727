import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Item } from '../../server/catalogue/course.ts'
import { languages } from '../../server/platform/words/languages.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { Response } from '../../server/quizzes/item-type.ts'
import {
  correctItem,
  formOf,
  isInDoubt,
  itemTypes,
  keyOf,
  promptOf,
  readResponse,
  reviewOf,
  type ShownItem,
  showItem,
} from '../../server/quizzes/item-types.ts'
import { scoreItem } from '../../server/quizzes/scoring.ts'
import { readResponses } from '../../server/quizzes/sent-responses.ts'

const general = {
  id: 'q',
  objective: 'know',
  lesson: 'first',
  points: 5,
  prompt: { en: 'What is asked?' },
  explanation: { en: 'Why it is so.' },
}
/** Every example in the page for authors, as items: each type of item there is, and numeric with parameters too. */
const authored: Item[] = Object.values(itemTypes).flatMap(({ manual }) =>
  (manual.match(/(?:^ {4}.*\n)+/gm) ?? []).map((block) => ({ ...general, ...parse(block) })),
)
const anyLanguage = fc.constantFrom(...languages)
const anyItem = fc
  .tuple(fc.constantFrom(...authored), anyLanguage, fc.string())
  .map(([item, language, seed]): ShownItem => showItem(item, language, drawFor(seed)))

const digits = fc.string({ unit: fc.constantFrom(...'0123456789٤٫٬,.  \u202F’+−e%٪') })
const ids = fc.constantFrom('a', 'b', 'c', 'true', 'false', '1', '2', '3', 'royalty', 'own-price', '?', '', '__proto__')
const anyText = fc.oneof(fc.string({ unit: 'binary' }), digits, ids, fc.constant('x'.repeat(100_000)))
const anyResponse: fc.Arbitrary<Response> = fc.oneof(anyText, fc.array(anyText, { maxLength: 6 }))
const runs = { numRuns: 1500 }

test('there is an example of every type', () => {
  expect(new Set(authored.map(({ type }) => type))).toEqual(new Set(Object.keys(itemTypes)))
})

test('whatever is given to whatever item, in every language, earns from nothing to everything and is reviewed', () => {
  fc.assert(
    fc.property(anyItem, anyResponse, anyLanguage, (item, response, language) => {
      const share = scoreItem(item, response, language)
      expect(share >= 0 && share <= 1).toBe(true)
      const { given, key, parts } = reviewOf(item, response, language)
      for (const text of [...given, ...key, ...parts.map(({ part }) => part)]) expect(typeof text).toBe('string')
      isInDoubt(item, response, language)
      promptOf(item, response, language)
      correctItem(item, response, language)
    }),
    runs,
  )
})

test('the key, typed as the language writes it, earns everything and is in no doubt', () => {
  fc.assert(
    fc.property(anyItem, anyLanguage, (item, language) => {
      const key = keyOf(item, language)
      expect(key === null).toBe(item.type === 'extended-text')
      if (key === null) return
      expect(scoreItem(item, key, language)).toBe(1)
      expect(isInDoubt(item, key, language)).toBe(false)
    }),
    runs,
  )
})

test('a response goes into a form and comes out of it as it was', () => {
  fc.assert(
    fc.property(anyItem, anyLanguage, (item, language) => {
      const key = keyOf(item, language) ?? 'A mandate names its limits.'
      expect(readResponses([item], formOf(item, key)).given.get(item.id)).toEqual(key)
    }),
    runs,
  )
})

test('a key that is stated anew is the one that then earns everything', () => {
  fc.assert(
    fc.property(anyItem, anyLanguage, (item, language) => {
      const key = keyOf(item, language)
      const corrected = key && correctItem(item, key, language)
      if (corrected) expect(scoreItem(corrected, key, language)).toBe(1)
    }),
    runs,
  )
})

test('whatever a form sends, what is read of it is stored and shown again as it is', () => {
  const name = fc.constantFrom('', 'a', 'b', 'royalty', 'tax', 'royalty-2', 'invoice', 'invoice.why', 'costs.why')
  const fields = fc.dictionary(name, fc.oneof(anyText, fc.array(anyText, { maxLength: 3 })))
  fc.assert(
    fc.property(anyItem, fields, anyLanguage, (item, sent, language) => {
      const response = readResponse(item, {
        values: [sent[''] ?? []].flat(),
        part: (part) => [sent[part] ?? []].flat()[0] ?? '',
      })
      if (response === null) return
      expect(JSON.parse(JSON.stringify(response))).toEqual(response)
      const form = formOf(item, response)
      expect(readResponses([item], form).given.get(item.id)).toEqual(response)
      expect(scoreItem(item, response, language)).toBeGreaterThanOrEqual(0)
    }),
    runs,
  )
})
