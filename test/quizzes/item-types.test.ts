import { expect, test } from 'vitest'
import type { Item, Text } from '../../server/catalogue/course.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { drawFor } from '../../server/quizzes/draw.ts'
import type { Response, Sent } from '../../server/quizzes/item-type.ts'
import { fold } from '../../server/quizzes/item-types/fold.ts'
import {
  correctItem,
  isInDoubt,
  itemTypes,
  promptOf,
  readResponse,
  reviewOf,
  type ShownItem,
  scoreShown,
  showItem,
} from '../../server/quizzes/item-types.ts'

const prompt: Text = { en: 'What is asked?', fr: 'Que demande-t-on ?' }
const base = { id: 'q', lesson: 'l', objective: 'o', points: 1, prompt, explanation: { en: 'Why.' } }

const trueFalse = {
  ...base,
  type: 'true-false',
  key: false,
  feedback: { true: { en: 'It binds nobody.', fr: 'Elle ne lie personne.' } },
} satisfies Item
const shortText = {
  ...base,
  type: 'short-text',
  accepted: { en: ['stabilisation clause', 'stabilization clause'], fr: ['clause de stabilité', 'l’œil du maître'] },
} satisfies Item
const matching = {
  ...base,
  type: 'matching',
  keep_order: true,
  rows: [
    { id: 'royalty', text: { en: 'Royalty', fr: 'Redevance' } },
    { id: 'tax', text: { en: 'Income tax' } },
    { id: 'duty', text: { en: 'Import duty' } },
  ],
  options: [
    { id: 'sales', text: { en: 'What is sold' } },
    { id: 'profit', text: { en: 'What is earned' } },
    { id: 'imports', text: { en: 'What is brought in' } },
    { id: 'wages', text: { en: 'What is paid' }, feedback: { en: 'That is a payroll tax.' } },
  ],
  key: { royalty: 'sales', tax: 'profit', duty: 'imports' },
} satisfies Item
const level = (points: number) => ({ points, text: { en: `Worth ${points}` } })
const extendedText = {
  ...base,
  type: 'extended-text',
  points: 5,
  words: 300,
  rubric: [
    { id: 'facts', title: { en: 'Facts', fr: 'Faits' }, levels: [level(0), level(2)] },
    { id: 'advice', title: { en: 'Advice' }, levels: [level(0), level(1), level(3)] },
  ],
} satisfies Item

const shown = (item: Item, language: Language = 'en') => showItem(item, language, drawFor('seed'))
const english = { 'true-false': trueFalse, 'short-text': shortText, matching, 'extended-text': extendedText }
const items: Record<string, ShownItem> = Object.fromEntries(
  Object.entries(english).map(([type, item]) => [type, shown(item)]),
)
const itemOf = (type: keyof typeof english): ShownItem => items[type] ?? expect.unreachable()

const sent = (values: string[], parts: Record<string, string> = {}): Sent => ({
  values,
  part: (name) => parts[name] ?? '',
})
const long = 'x'.repeat(100_000)

test('a prompt keeps the key, the accepted spellings and the feedback to itself', () => {
  const texts = Object.values(items).map((item) => JSON.stringify(promptOf(item, undefined, 'en')))
  for (const text of texts) expect(text).not.toMatch(/"key"|"accepted"|"feedback"|stabili|binds nobody|payroll/)
})

const reads: [type: keyof typeof english, what: string, sent: Sent, response: Response | null][] = [
  ['true-false', 'a choice', sent(['false']), 'false'],
  ['true-false', 'nothing', sent([]), null],
  ['true-false', 'the first of two', sent(['true', 'false']), 'true'],
  ['true-false', 'another word', sent(['yes']), null],
  ['true-false', 'far too much', sent([long]), null],
  ['short-text', 'a text without the space around it', sent(['  a clause \n']), 'a clause'],
  ['short-text', 'nothing', sent([]), null],
  ['short-text', 'only space', sent([' \u00a0\t']), null],
  ['short-text', 'the first of two', sent(['one', 'two']), 'one'],
  ['short-text', 'the first 200 characters', sent([long]), 'x'.repeat(200)],
  ['short-text', 'what a database takes', sent([`a\0${'x'.repeat(198)}😀`]), `a${'x'.repeat(198)}\ufffd`],
  ['matching', 'options by row', sent([], { royalty: 'sales', duty: 'wages' }), ['sales', '', 'wages']],
  ['matching', 'one option for two rows', sent([], { royalty: 'sales', tax: 'sales' }), ['sales', 'sales', '']],
  ['matching', 'nothing', sent([]), null],
  ['matching', 'unknown rows and options', sent(['sales'], { rent: 'sales', tax: 'rent', duty: long }), null],
  ['extended-text', 'a text as typed', sent(['  One.\r\n\r\nTwo. \r']), '  One.\n\nTwo. \n'],
  ['extended-text', 'nothing', sent([]), null],
  ['extended-text', 'only space', sent(['\r\n \u00a0']), null],
  ['extended-text', 'the first 20,000 characters', sent([long]), 'x'.repeat(20_000)],
  ['extended-text', 'lines as the field counts them', sent([`${'\r\n'.repeat(9_999)}xx`]), `${'\n'.repeat(9_999)}xx`],
]

test.each(reads)('%s reads %s', (type, _, form, response) => {
  expect(readResponse(itemOf(type), form)).toEqual(response)
})

const third = 1 / 3
const scores: [type: keyof typeof english, response: Response, share: number | null][] = [
  ['true-false', 'false', 1],
  ['true-false', 'true', 0],
  ['true-false', ['false'], 0],
  ['short-text', 'Stabilization  Clause.', 1],
  ['short-text', '« STABILISATION CLAUSE »', 1],
  ['short-text', 'clause', 0],
  ['short-text', '…', 0],
  ['short-text', ['stabilisation clause'], 0],
  ['matching', ['sales', 'profit', 'imports'], 1],
  ['matching', ['sales', 'profit', ''], 2 * third],
  ['matching', ['profit', 'sales', 'imports'], third],
  ['matching', 'sales', 0],
  ['matching', ['', '', ''], 0],
  ['extended-text', 'Any text', null],
]

test.each(scores)('%s gives %o a share of %o', (type, response, share) => {
  expect(isInDoubt(itemOf(type), response, 'en')).toBe(false)
  expect(scoreShown(itemOf(type), response, 'en')).toBe(share)
})

test.each([
  ['fr', 'Clause de stabilite', 1],
  ['fr', 'stabilisation clause', 0],
  ['fr', "L'ŒIL  DU MAITRE !", 1],
  ['fr', 'l´oeil du maître', 1],
  // Portuguese has no list, and the question is shown in English.
  ['pt', 'stabilisation clause', 1],
  ['pt', 'clause de stabilité', 0],
] as const)('in %s, "%s" earns %d', (language, response, share) => {
  expect(scoreShown(shown(shortText, language), response, language)).toBe(share)
})

test('who is asked in English may respond in either language', () => {
  const untranslated = shown({ ...shortText, prompt: { en: 'What is asked?' } }, 'fr')
  expect(scoreShown(untranslated, 'stabilisation clause', 'fr')).toBe(1)
  expect(scoreShown(untranslated, 'clause de stabilité', 'fr')).toBe(1)
  expect(reviewOf(untranslated, undefined, 'fr').key).toEqual(['stabilisation clause'])
})

test.each([
  ['Take‑or‑pay', 'take-or-pay'],
  ['take – or − pay', 'take - or - pay'],
  ['“Straße”', 'strasse'],
  ['État\u00a0d\u2019urgence', "etat d'urgence"],
  ['(re\u00adserve value)', 'reserve value'],
  ['- 10%', '10%'],
  ['−5', '-5'],
  ['3.5.', '3.5'],
  ['الإِتـاوة؟', 'الاتاوة'],
  [' — ', ''],
])('"%s" is compared as "%s"', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('a true-false review speaks the language of the reader, or English', () => {
  expect(reviewOf(shown(trueFalse, 'fr'), 'true', 'fr')).toMatchObject({
    given: ['Vrai'],
    key: ['Faux'],
    feedback: ['Elle ne lie personne.'],
  })
  expect(reviewOf(itemOf('true-false'), 'false', 'pt')).toMatchObject({
    given: ['False'],
    key: ['False'],
    feedback: [],
  })
  expect(reviewOf(itemOf('true-false'), undefined, 'en')).toMatchObject({ given: [], key: ['False'] })
})

test('a short-text review shows what was typed and the first accepted spelling', () => {
  expect(reviewOf(itemOf('short-text'), 'A Clause', 'en')).toMatchObject({
    given: ['A Clause'],
    key: ['stabilisation clause'],
  })
})

test('a matching review has a part for each row', () => {
  const review = reviewOf(itemOf('matching'), ['sales', 'wages', ''], 'en')
  expect(review.parts.map(({ part, given, key, right }) => [part, given, key, right])).toEqual([
    ['Royalty', 'What is sold', 'What is sold', true],
    ['Income tax', 'What is paid', 'What is earned', false],
    ['Import duty', null, 'What is brought in', false],
  ])
  expect(review.feedback).toEqual(['That is a payroll tax.'])
  expect(reviewOf(itemOf('matching'), undefined, 'en')).toMatchObject({ given: [], feedback: [] })
})

test('a matching item keeps its rows and shuffles its options, in the language of the attempt', () => {
  const { keep_order: _, ...shuffled } = matching
  const orders = ['a', 'b', 'c', 'd'].map((seed) => promptOf(showItem(shuffled, 'fr', drawFor(seed)), undefined, 'fr'))
  for (const one of orders) expect(one).toMatchObject({ rows: [{ text: 'Redevance' }, { id: 'tax' }, { id: 'duty' }] })
  expect(new Set(orders.map((one) => JSON.stringify(one))).size).toBeGreaterThan(1)
})

test('an open attempt shows the rubric in its language, how long to write, and what was written', () => {
  expect(promptOf(shown(extendedText, 'fr'), 'Un.\nDeux.', 'fr')).toMatchObject({
    words: 300,
    typed: 'Un.\nDeux.',
    rubric: [{ title: 'Faits', levels: [{ points: 0 }, { points: 2, text: 'Worth 2' }] }, { title: 'Advice' }],
  })
  expect(reviewOf(itemOf('extended-text'), 'Un.\nDeux.', 'en')).toMatchObject({ given: ['Un.\nDeux.'], key: [] })
})

test.each([
  ['true-false', 'true', 'false', 0],
  ['short-text', 'freezing clause', 'stabilisation clause', 1],
  ['matching', ['profit', 'sales', 'imports'], ['sales', 'profit', 'imports'], third],
] as const)('%s takes %o as its key', (type, response, before, share) => {
  const given = typeof response === 'string' ? response : [...response]
  const corrected = correctItem(itemOf(type), given, 'en') ?? expect.unreachable()
  expect(scoreShown(corrected, given, 'en')).toBe(1)
  expect(scoreShown(corrected, typeof before === 'string' ? before : [...before], 'en')).toBe(share)
})

test.each([
  ['true-false', 'maybe'],
  ['short-text', '…'],
  ['matching', ['sales', '', 'imports']],
  ['extended-text', 'Any text'],
] as const)('%s cannot take %o as its key', (type, response) => {
  expect(correctItem(itemOf(type), typeof response === 'string' ? response : [...response], 'en')).toBeNull()
})

test('the mistakes that a shape cannot hold are named at their place', () => {
  expect(
    itemTypes['short-text'].problems({ ...shortText, accepted: { en: ['royalty'], fr: ['redevance', '—'] } }),
  ).toEqual([{ path: '/accepted/fr/1', message: '"—" has no letter or digit to compare' }])
  expect(itemTypes.matching.problems({ ...matching, key: { royalty: 'sales', tax: 'rent', rent: 'sales' } })).toEqual([
    { path: '/key/duty', message: 'the row "duty" has no key' },
    { path: '/key/rent', message: 'the key "rent" is not among the rows royalty, tax, duty' },
    { path: '/key/tax', message: 'the key "rent" is not among the options sales, profit, imports, wages' },
  ])
  expect(itemTypes['extended-text'].problems({ ...extendedText, points: 4 })).toEqual([
    { path: '/points', message: '"points" is 4, but the highest levels of the rubric earn 5 together' },
  ])
  const facts = { id: 'facts', title: { en: 'Facts' }, levels: [level(1), level(3), level(3)] }
  expect(itemTypes['extended-text'].problems({ ...extendedText, points: 6, rubric: [facts, facts] })).toMatchObject([
    { path: '/rubric/0/levels/0/points', message: 'the levels of "facts" must begin with 0 points' },
    { path: '/rubric/0/levels/2/points', message: '3 must be more than the 3 of the level before' },
    { path: '/rubric/1/id', message: 'the criterion "facts" stands here twice' },
    { path: '/rubric/1/levels/0/points' },
    { path: '/rubric/1/levels/2/points' },
  ])
})
