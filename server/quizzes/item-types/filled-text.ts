import type { Text } from '../../catalogue/course.ts'
import { readFormula } from './formula.ts'
import type { Values } from './parameters.ts'

type Problem = { path: string; message: string }

/** What stands between braces in a text: a parameter's name, or a formula with the decimals to show. */
type Slot = { formula: string; digits: number | undefined }

const slots = /\{(?:=(?<formula>[^{}:]*)(?::\s*(?<digits>\d{1,2})\s*)?|(?<name>[^{}]*))\}/g

const slotOf = (groups: Record<string, string | undefined>): Slot => ({
  formula: (groups.formula ?? groups.name ?? '').trim(),
  digits: groups.digits === undefined ? undefined : Number(groups.digits),
})

/**
 * The text with its slots filled in; null when one of them has no value. `format` writes a number in the language of
 * the text.
 */
export function fillText(
  text: string,
  values: Values,
  format: (value: number, digits: number | undefined) => string,
): string | null {
  let whole = true
  const filled = text.replace(slots, (...match) => {
    const { formula, digits } = slotOf(match.at(-1))
    const read = readFormula(formula, Object.keys(values))
    const value = typeof read === 'string' ? null : read.of(values)
    if (value === null) whole = false
    return value === null ? '' : format(value, digits)
  })
  return whole ? filled : null
}

/** The formulas in a text's braces, each with the names that it uses; `path` is where the text stands. */
export function readSlots(text: string, names: string[], path: string) {
  const problems: Problem[] = []
  const formulas: { path: string; text: string; uses: string[]; of(values: Values): number | null }[] = []
  const rest = text.replace(slots, (...match) => {
    const groups: Record<string, string | undefined> = match.at(-1)
    const { formula, digits = 0 } = slotOf(groups)
    const known = groups.name === undefined || names.includes(groups.name.trim())
    const read = known ? readFormula(formula, names) : `"{${formula}}" is no parameter of this item`
    if (typeof read === 'string') problems.push({ path, message: read })
    else formulas.push({ path, text: formula, ...read })
    if (digits > 10) problems.push({ path, message: `"{${match[0].slice(1, -1)}}": at most 10 decimals` })
    return ''
  })
  if (/[{}]/.test(rest)) problems.push({ path, message: 'a brace is not closed, or one stands inside another' })
  return { problems, formulas }
}

/** Every language's text with its path: `/prompt/fr`. */
export const textsOf = (field: string, text: Text | undefined): { path: string; text: string }[] =>
  Object.entries(text ?? {}).map(([language, own]) => ({ path: `/${field}/${language}`, text: own }))
