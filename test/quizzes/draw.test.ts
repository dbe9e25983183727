import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Quiz } from '../../server/catalogue/course.ts'
import { drawFor, drawItems } from '../../server/quizzes/draw.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'

const quizOf = (slug: string): Quiz => {
  const quiz = assessedCourses()
    .get(assessed)
    .activities.find((one) => one.slug === slug)
  if (quiz?.kind !== 'quiz') throw new Error(`there is no quiz ${slug}`)
  return quiz
}
const ids = (items: { id: string }[]) => items.map(({ id }) => id)
const language = 'en'

test('a quiz draws so many items of each objective as its file says', () => {
  const final = quizOf('final')
  const items = drawItems(final, { seed: 's', learnerId: 'amina', language })
  const objectives = items.map(({ objective }) => objective)
  expect(objectives.toSorted()).toEqual(['count', 'count', 'know', 'know'])
})

test('the same seed gives the same items again, with the same options in the same order', () => {
  const final = quizOf('final')
  fc.assert(
    fc.property(fc.string(), fc.uuid(), (seed, learnerId) => {
      const draw = () => drawItems(final, { seed, learnerId, language })
      expect(draw()).toEqual(draw())
    }),
    { numRuns: 50 },
  )
})

test('no learner meets an item of the pre-test again in the post-test, however often they try', () => {
  const [before, final] = [quizOf('before'), quizOf('final')]
  fc.assert(
    fc.property(fc.uuid(), fc.array(fc.string(), { minLength: 2, maxLength: 8 }), (learnerId, seeds) => {
      const met = new Set(seeds.flatMap((seed) => ids(drawItems(before, { seed, learnerId, language }))))
      const again = seeds.flatMap((seed) => ids(drawItems(final, { seed: `${seed} later`, learnerId, language })))
      expect(again.filter((id) => met.has(id))).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('each item stands in the pre-test of about half of the learners, so that neither form is the easier one', () => {
  const before = quizOf('before')
  const times = new Map<string, number>()
  for (let n = 0; n < 400; n += 1)
    for (const id of ids(drawItems(before, { seed: `${n}`, learnerId: `learner ${n}`, language })))
      times.set(id, (times.get(id) ?? 0) + 1)
  expect(times.size).toBe(8)
  for (const count of times.values()) expect(Math.abs(count / 400 - 0.5)).toBeLessThan(0.1)
})

test('items are shuffled where the quiz says so, and stand as in the file where it does not', () => {
  const [timed, strict] = [quizOf('timed'), quizOf('strict')]
  const seeds = Array.from({ length: 20 }, (_, n) => `seed ${n}`)
  const orders = (quiz: Quiz) =>
    new Set(seeds.map((seed) => ids(drawItems(quiz, { seed, learnerId: 'a', language })).join()))
  expect(orders(timed)).toEqual(new Set([ids(timed.items).join()]))
  expect(orders(strict)).toEqual(new Set(['s1,s2', 's2,s1']))
})

test('options are shuffled unless the item keeps their order', () => {
  const quiz = quizOf('strict')
  const [item] = quiz.items
  if (item?.type !== 'choice') throw new Error('not a choice')
  const orders = (keep_order: boolean) =>
    new Set(
      Array.from({ length: 40 }, (_, n) => {
        const [shown] = drawItems(
          { ...quiz, items: [{ ...item, keep_order }] },
          { seed: `${n}`, learnerId: 'a', language },
        )
        return shown?.type === 'choice' ? ids(shown.options).join() : ''
      }),
    )
  expect(orders(true)).toEqual(new Set(['a,b,c']))
  expect(orders(false).size).toBe(6)
})

test('every order is as likely as every other', () => {
  const counts = new Map<string, number>()
  for (let n = 0; n < 6000; n += 1) {
    const order = drawFor(`${n}`).shuffle(['a', 'b', 'c']).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
