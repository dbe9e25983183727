import { Type } from 'typebox'
import { isName } from './formula.ts'

/** The values that a parameter may take: those from one number to another, both included, or those of a list. */
export type Parameter = { from?: number; to?: number; step?: number; values?: number[] }
export type Parameters = Record<string, Parameter>
export type Values = Record<string, number>
type Problem = { path: string; message: string }

const number = Type.Optional(Type.Number())
export const parametersSchema = Type.Record(
  Type.String(),
  Type.Object(
    {
      from: number,
      to: number,
      step: number,
      values: Type.Optional(Type.Array(Type.Number(), { minItems: 2, uniqueItems: true })),
    },
    { additionalProperties: false },
  ),
)

const mostParameters = 8
const mostValues = 1_000_000 // of one parameter

/** How many values there are, and the one at `index`; 0.1 after 0.2 is 0.3, not a hair more. */
function rangeOf({ from = 0, to = 0, step = 1, values }: Parameter): { count: number; at(index: number): number } {
  if (values) return { count: values.length, at: (index) => values[index] ?? 0 }
  return {
    count: Math.round((to - from) / step) + 1,
    at: (index) => Number((from + index * step).toPrecision(12)),
  }
}

/** One value for each parameter, in the order of the file; `random` gives the next number from 0 to 1. */
export const drawValues = (parameters: Parameters, random: () => number): Values =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const range = rangeOf(parameter)
      return [name, range.at(Math.floor(random() * range.count))]
    }),
  )

/** What is wrong with the parameters themselves. */
export function parameterProblems(parameters: Parameters): Problem[] {
  const names = Object.keys(parameters)
  const crowd =
    names.length > mostParameters ? [{ path: '/parameters', message: `at most ${mostParameters} parameters` }] : []
  const own = Object.entries(parameters).flatMap(([name, parameter]) => {
    const message = wrongParameter(name, parameter)
    return message === null ? [] : [{ path: `/parameters/${name}`, message }]
  })
  return [...crowd, ...own]
}

function wrongParameter(name: string, { from, to, step, values }: Parameter): string | null {
  if (!isName(name))
    return `"${name}" cannot name a parameter: letters a to z, digits and _, a letter first, and no function's name`
  if (values)
    return from === undefined && to === undefined && step === undefined
      ? null
      : `"${name}" has either "values" or "from", "to" and "step"`
  if (from === undefined || to === undefined || step === undefined)
    return `"${name}" needs "from", "to" and "step", or "values"`
  if (from > to) return `"from" is ${from}, which is more than "to", ${to}`
  if (step <= 0) return `"step" is ${step}, and must be more than 0`
  const steps = (to - from) / step
  if (Math.round(steps) < 1 || Math.abs(steps - Math.round(steps)) > 1e-6)
    return `steps of ${step} from ${from} do not reach ${to}`
  return steps < mostValues ? null : `"${name}" has more than ${mostValues.toLocaleString('en')} values`
}

const mostChecked = 10_000
const sampled = 2000

/**
 * The values that a check goes through: all when there are at most 10,000 combinations, else every corner and 2,000
 * that are spread evenly, the same ones each time.
 */
export function* combinations(parameters: Parameters): Generator<Values> {
  const ranges = Object.entries(parameters).map(([name, parameter]) => ({ name, ...rangeOf(parameter) }))
  const total = ranges.reduce((product, { count }) => product * count, 1)
  const pick = (indexOf: (range: { count: number }, place: number) => number): Values =>
    Object.fromEntries(ranges.map((range, place) => [range.name, range.at(indexOf(range, place))]))
  if (total <= mostChecked) {
    for (let number = 0; number < total; number += 1) {
      let rest = number
      yield pick(({ count }) => {
        const index = rest % count
        rest = Math.floor(rest / count)
        return index
      })
    }
    return
  }
  for (let corner = 0; corner < 2 ** ranges.length; corner += 1)
    yield pick(({ count }, place) => ((corner >> place) & 1 ? count - 1 : 0))
  const strides = [2, 3, 5, 7, 11, 13, 17, 19].map(Math.sqrt) // no two go round together
  for (let number = 1; number <= sampled; number += 1)
    yield pick(({ count }, place) => Math.floor(((number * (strides[place] ?? 1)) % 1) * count))
}

/** The values as a sentence gives them: "price = 1200, rate = 0". */
export const inWords = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
