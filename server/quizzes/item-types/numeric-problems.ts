import { readSlots, textsOf } from './filled-text.ts'
import { readFormula } from './formula.ts'
import type { NumericItem } from './numeric.ts'
import { combinations, inWords, parameterProblems } from './parameters.ts'
import { leavesNoRoom, toleranceProblems } from './tolerance.ts'

type Problem = { path: string; message: string }

/** What is wrong with a numeric item beyond its shape. */
export function numericProblems(item: NumericItem): Problem[] {
  const found = toleranceProblems(item)
  if (item.per_cent && item.unit)
    found.push({ path: '/unit', message: 'the unit of "per_cent: true" is %: leave out "unit"' })
  if (item.parameters) return [...found, ...parametersAndTexts(item, item.parameters)]
  if (typeof item.key === 'string') found.push({ path: '/key', message: 'a key that is a formula needs "parameters"' })
  else if (leavesNoRoom(item.key, item))
    found.push({ path: '/relative_tolerance', message: 'the key is 0: a share of it leaves no room' })
  return found
}

function parametersAndTexts(item: NumericItem, parameters: NonNullable<NumericItem['parameters']>): Problem[] {
  const own = parameterProblems(parameters)
  if (own.length > 0) return own
  const names = Object.keys(parameters)
  const read = typeof item.key === 'string' ? readFormula(item.key, names) : null
  const wrongKey = typeof read === 'string' ? [{ path: '/key', message: read }] : []
  const key = read === null || typeof read === 'string' ? null : read
  const texts = [
    ...textsOf('prompt', item.prompt),
    ...textsOf('hint', item.hint),
    ...textsOf('explanation', item.explanation),
  ].map(({ path, text }) => ({ path, ...readSlots(text, names, path) }))
  const wrong = [...wrongKey, ...texts.flatMap(({ problems }) => problems)]
  if (wrong.length > 0) return wrong
  const formulas = texts.flatMap((text) => text.formulas)
  const used = new Set([...(key?.uses ?? []), ...formulas.flatMap(({ uses }) => uses)])
  return [
    ...names
      .filter((name) => !used.has(name))
      .map((name) => ({ path: `/parameters/${name}`, message: `the parameter "${name}" is never used` })),
    ...texts
      .filter(({ path }) => path.startsWith('/prompt/'))
      .flatMap(({ path, formulas: shown }) =>
        (key?.uses ?? [])
          .filter((name) => !shown.some(({ uses }) => uses.includes(name)))
          .map((name) => ({ path, message: `the key needs "${name}", and the prompt does not give it` })),
      ),
    ...withoutValue(item, [...(key ? [{ path: '/key', text: String(item.key), ...key }] : []), ...formulas]),
  ]
}

/** Each formula that has no value for some of the parameters' values, with the first of them. */
function withoutValue(item: NumericItem, formulas: ReturnType<typeof readSlots>['formulas']): Problem[] {
  const found = new Map<string, Problem>()
  for (const values of combinations(item.parameters ?? {}))
    for (const { path, text, of } of formulas) {
      const value = of(values)
      const where = `${path} ${text}`
      if (value === null && !found.has(where))
        found.set(where, { path, message: `"${text}" has no value when ${inWords(values)}` })
      if (path === '/key' && value !== null && leavesNoRoom(value, item) && !found.has('room'))
        found.set('room', {
          path: '/relative_tolerance',
          message: `the key is 0 when ${inWords(values)}: a share of it leaves no room`,
        })
    }
  return [...found.values()]
}
