import { expect, test } from 'vitest'
import { readJoinCode } from '../../server/cohorts/joining/join-code.ts'
import { newCode } from '../../server/platform/data/ids.ts'

test.each(['K7QX-3MPA', 'k7qx3mpa', ' K7QX 3MPA ', 'k7-qx–3m pa', 'Ｋ７ＱＸ３ＭＰＡ'])(
  '%s is read as the code it is',
  (typed) => {
    expect(readJoinCode(typed)).toBe('K7QX-3MPA')
  },
)

test.each(['', 'K7QX', 'K7QX-3MPAA', 'K7QX-3MP!', '../admin'])('“%s” is no code', (typed) => {
  expect(readJoinCode(typed)).toBeNull()
})

test('a new code is read as itself', () => {
  const code = newCode(2, 4)
  expect(readJoinCode(code)).toBe(code)
})
