import { expect, test } from 'vitest'
import { type JudgedItem, reasonsOf, worthMending } from '../../server/assessment/items/mending.ts'
import type { OptionCount } from '../../server/assessment/items/option-counts.ts'

const option = (id: string | null, isKey: boolean, strong: number): OptionCount => ({
  id,
  isKey,
  strong,
  chosen: strong,
  upper: 0,
  lower: 0,
})
const sound: JudgedItem = {
  id: 'one',
  n: 20,
  facility: 0.6,
  discriminationIndex: 30,
  guess: 0.25,
  options: [option('a', true, 8), option('b', false, 2)],
  waived: false,
}

test.each<[string, Partial<JudgedItem>, string[]]>([
  ['a sound question', {}, []],
  ['one that nobody got right', { facility: 0, discriminationIndex: null }, ['nobody']],
  ['one that one in twenty got right', { facility: 0.05 }, ['nobody']],
  ['one that few know who do not guess', { facility: 0.4 }, ['few']],
  ['one that a few more know', { facility: 0.41 }, []],
  ['a hard one that cannot be guessed', { facility: 0.21, guess: null }, []],
  ['a very hard one that cannot be guessed', { facility: 0.2, guess: null }, ['few']],
  ['one that nearly everybody got right', { facility: 0.95 }, ['everybody']],
  ['one that the weak do better at', { discriminationIndex: -1 }, ['negative']],
  ['one that makes no difference', { discriminationIndex: 0 }, []],
  ['one whose key the strong avoid', { options: [option('a', true, 4), option('b', false, 5)] }, ['option']],
  ['one that splits the strong', { options: [option('a', true, 5), option('b', false, 5)] }, []],
  [
    'one with two keys, one of them avoided',
    { options: [option('a', true, 9), option('b', true, 1), option('c', false, 2)] },
    ['option'],
  ],
  ['one that the strong leave blank', { options: [option('a', true, 4), option(null, false, 6)] }, []],
  ['one with nothing to choose', { options: null }, []],
  ['two faults', { facility: 0.02, discriminationIndex: -5 }, ['nobody', 'negative']],
  ['a bad one under 20 attempts', { n: 19, facility: 0, discriminationIndex: -50 }, []],
  ['one that everybody is given the points of', { facility: 1, waived: true }, []],
  ['one without a facility', { facility: null }, []],
])('what calls for mending: %s', (_, change, reasons) => {
  expect(reasonsOf({ ...sound, ...change })).toEqual(reasons)
})

test('the gravest reason stands first, then more reasons, then the weaker discrimination', () => {
  const items = [
    { ...sound, id: 'easy', facility: 1 },
    { ...sound, id: 'sound' },
    { ...sound, id: 'against', discriminationIndex: -3 },
    { ...sound, id: 'more-against', discriminationIndex: -9 },
    { ...sound, id: 'against-and-hard', discriminationIndex: -1, facility: 0.3 },
    { ...sound, id: 'nobody', facility: 0 },
  ]
  const named = ['nobody', 'against-and-hard', 'more-against', 'against', 'easy']
  expect(worthMending(items).map(({ id }) => id)).toEqual(named)
})
