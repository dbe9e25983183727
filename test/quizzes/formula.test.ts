import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Formula, isName, readFormula } from '../../server/quizzes/item-types/formula.ts'

const names = ['price', 'ounces', 'rate', 'E']
const values = { price: 1500, ounces: 3, rate: 5, E: 2 }
const read = (text: string): Formula => {
  const formula = readFormula(text, names)
  return typeof formula === 'string' ? expect.unreachable(formula) : formula
}

test.each([
  ['2', 2],
  ['price * ounces * rate / 100', 225],
  ['price-ounces', 1497],
  ['price - -ounces', 1503],
  ['-price + 1', -1499],
  ['- ( rate - 8 )', 3],
  ['2 - rate ^ 2', -23],
  ['(-rate)^2', 25],
  ['-(rate^2)', -25],
  ['2^3^2', 512],
  ['2^-1', 0.5],
  ['8 / 4 / 2', 1],
  ['1.5e3 + 1E-1', 1500.1],
  ['min(price, ounces, 2)', 2],
  ['max(1, rate)', 5],
  ['round(2.5) + round(-2.5)', 0],
  ['round(1.005, 2)', 1.01],
  ['round(1234, -2)', 1200],
  ['floor(2.9) + ceil(2.1) + abs(-1)', 6],
  ['sqrt(16) + pow(2, 3) + ln(1)', 12],
  ['0 * -1', 0],
  ['E', 2], // the parameter, not the constant
])('%s is %d', (text, value) => {
  expect(read(text).of(values)).toBe(value)
})

test('a formula says which names it uses', () => {
  expect(read('rate * price + round(rate)').uses).toEqual(['price', 'rate'])
})

test.each([
  ['', 'empty'],
  ['price +', 'is not a formula'],
  ['2 price', 'is not a formula'],
  ['()', 'is not a formula'],
  ['(price', 'is not a formula'],
  ['price)', 'is not a formula'],
  ['1.2.3', '"."'],
  ['.5', '"."'],
  ['price.length', '"."'],
  ['price.toString()', '"."'],
  ['[price]', '"["'],
  ['"price"', '"""'],
  ["'a'", '"\'"'],
  ['price > 2', '">"'],
  ['price = 2', '"="'],
  ['price != 2', '"!"'],
  ['{price}', '"{"'],
  ['price % 2', '"%"'],
  ['price; 2', '";"'],
  ['٣', '"٣"'],
  ['toString', '"toString" is no parameter'],
  ['constructor', '"constructor" is no parameter'],
  ['__proto__', '"__proto__" is no parameter'],
  ['PI', '"PI" is no parameter'],
  ['options', '"options" is no parameter'],
  ['min', '"min" is no parameter'],
  ['toString()', 'no function "toString"'],
  ['hasOwnProperty(1)', 'no function "hasOwnProperty"'],
  ['constructor(1)', 'no function "constructor"'],
  ['setFormula(1)', 'no function "setFormula"'],
  ['ifElse(1, 2, 3)', 'no function "ifElse"'],
  ['random()', 'no function "random"'],
  ['price (2)', 'no function "price"'],
  ['min(1)', 'min() takes 2 to 20 values, not 1'],
  ['sqrt()', 'sqrt() takes 1 value, not 0'],
  ['sqrt(1, 2)', 'sqrt() takes 1 value, not 2'],
  ['min((1, 2))', 'a comma'],
  ['1,5', 'a comma'],
  ['-price^2', 'write -(price^…) or (-price)^…'],
  ['2 * -rate ^ 2', 'a minus before a power'],
  ['- -2^2', 'a minus before a power'],
  ['-(1 + 2)^2', 'a minus before a power'],
  ['-sqrt(4)^2', 'a minus before a power'],
  ['2^-rate^2', 'a minus before a power'],
  [`1${'+1'.repeat(250)}`, 'at most 500'],
])('"%s" is refused: %s', (text, part) => {
  expect(readFormula(text, names)).toEqual(expect.stringContaining(part))
})

test.each(['1 / (rate - 5)', '0 / 0', 'sqrt(-1)', 'ln(0)', '10^400', '1e999', 'round(1, 400)'])(
  '%s has no value',
  (text) => {
    expect(read(text).of(values)).toBeNull()
  },
)

test('a name without its value gives none', () => {
  expect(read('price * 2').of({})).toBeNull()
  expect(read('E * 2').of({ price: 1 })).toBeNull()
})

test('a function cannot name a parameter, nor can what no formula could hold', () => {
  expect(['price', 'rate_2', 'R'].filter(isName)).toEqual(['price', 'rate_2', 'R'])
  expect(['min', '2nd', 'net price', '_x', '__proto__', 'prix-net', 'é', ''].filter(isName)).toEqual([])
})

test('a text of any signs is refused in a sentence, or has a finite value or none', () => {
  const part = fc.constantFrom(
    ...['price', 'rate', 'toString', 'min', 'round', 'sqrt', '1', '0', '2.5', '1e3'],
    ...['+', '-', '*', '/', '^', '(', ')', ',', ' ', '.', '[', ']', '"', '<', '=', '!', '\\', '\n'],
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, fc.double(), fc.double(), (written, price, rate) => {
      const formula = readFormula(written, ['price', 'rate'])
      if (typeof formula === 'string') return formula !== ''
      const value = formula.of({ price, rate })
      return value === null || (Number.isFinite(value) && !Object.is(value, -0))
    }),
    { numRuns: 3000 },
  )
})

test('a sum is the one of JavaScript, brackets and powers included', () => {
  const number = fc.integer({ min: 1, max: 9 }).map(String)
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      number,
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '^'), tie('expression'))
        .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
      fc
        .tuple(number, fc.constantFrom(' + ', ' - ', '*', '/'), number, fc.constantFrom('+', '-', ' * ', '/'), number)
        .map((all) => all.join('')),
    ),
  }))
  fc.assert(
    fc.property(expression, (text) => {
      fc.pre(text.length <= 500)
      // What the text means is asked of the language itself: it holds digits, signs and brackets only.
      const expected: unknown = new Function(`return ${text.replaceAll('^', '**')}`)()
      const value = read(text).of({})
      expect(value).toBe(Number.isFinite(expected) ? Number(expected) + 0 : null) // no minus before zero
    }),
  )
})
