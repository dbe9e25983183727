import Expression from 'fparser'

/** What a text says about numbers: `uses` are the names in it; `of` gives its value, null where there is none. */
export type Formula = { uses: string[]; of(values: Record<string, number>): number | null }

/** Our own, so that nothing is looked up in the library or in `Math`; each with how many values it takes. */
const functions: Record<string, { least: number; most: number; run: (...values: number[]) => number }> = {
  abs: { least: 1, most: 1, run: Math.abs },
  ceil: { least: 1, most: 1, run: Math.ceil },
  floor: { least: 1, most: 1, run: Math.floor },
  ln: { least: 1, most: 1, run: Math.log },
  max: { least: 2, most: 20, run: Math.max },
  min: { least: 2, most: 20, run: Math.min },
  pow: { least: 2, most: 2, run: Math.pow },
  round: { least: 1, most: 2, run: round },
  sqrt: { least: 1, most: 1, run: Math.sqrt },
}
const functionNames = Object.keys(functions)
const runs = Object.fromEntries(Object.entries(functions).map(([name, { run }]) => [name, run]))

const longest = 500 // characters: a key, not a programme; and brackets nest no deeper than the parser can go

/** Whether a value of a formula may be called so. */
export const isName = (text: string): boolean => /^[a-z][a-z0-9_]*$/i.test(text) && !Object.hasOwn(functions, text)

/**
 * Reads a formula over `names`, or says in a sentence what is wrong with it. There are numbers with a decimal point,
 * the names, + - * / ^, brackets, and the functions abs, ceil, floor, ln (natural), max, min, pow, round (halves away
 * from zero; a second value says to how many decimals) and sqrt. Anything else is refused: the library would also
 * compare, read paths and call what every object has.
 *
 * A minus before a power is refused too: -2^2 is -4 on paper and 4 to the library.
 */
export function readFormula(text: string, names: readonly string[]): Formula | string {
  if (text.length > longest) return `a formula has at most ${longest} characters`
  if (text.trim() === '') return 'the formula is empty'
  const tokens = tokensOf(text)
  if (typeof tokens === 'string') return tokens
  const wrong = wrongName(tokens, names) ?? wrongPower(tokens) ?? wrongCall(tokens)
  if (wrong !== null) return wrong
  try {
    const expression = new Expression(text)
    const uses = names.filter((name) => tokens.includes(name))
    return {
      uses,
      of(values) {
        // The library has constants of its own for some names.
        if (uses.some((name) => !Object.hasOwn(values, name))) return null
        try {
          const value: unknown = expression.evaluate({ ...values, ...runs })
          return typeof value === 'number' && Number.isFinite(value) ? value + 0 : null // no minus before zero
        } catch {
          return null
        }
      },
    }
  } catch (error) {
    return `"${text}" is not a formula: ${error instanceof Error ? error.message : error}`
  }
}

/** Numbers, names and signs, as the library takes a text apart; a sentence where there is something else. */
function tokensOf(text: string): string[] | string {
  const token = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?|[a-z_]\w*|[-+*/^(),])|$)/iy
  const tokens: string[] = []
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const [, found] = token.exec(text) ?? [undefined, null]
    if (found === null) return `"${text.slice(at).trim().slice(0, 1)}" has no place in a formula`
    if (found === undefined) break
    tokens.push(found)
  }
  return tokens
}

const isWord = (token: string | undefined) => token !== undefined && /^[a-z_]/i.test(token)

function wrongName(tokens: string[], names: readonly string[]): string | null {
  for (const [index, token] of tokens.entries()) {
    if (!isWord(token)) continue
    const called = tokens[index + 1] === '('
    if (called && !functionNames.includes(token)) return `there is no function "${token}": ${functionNames.join(', ')}`
    if (!called && !names.includes(token)) return `"${token}" is no parameter of this item`
  }
  return null
}

/** Where the operand that begins at `start` ends: at a number or name, or at the bracket that closes it. */
function endOf(tokens: string[], start: number): number {
  let at = isWord(tokens[start]) && tokens[start + 1] === '(' ? start + 1 : start
  if (tokens[at] !== '(') return at
  for (let depth = 0; at < tokens.length; at += 1) {
    if (tokens[at] === '(') depth += 1
    if (tokens[at] === ')') depth -= 1
    if (depth === 0) break
  }
  return at
}

function wrongPower(tokens: string[]): string | null {
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    const isSign = token === '-' && (before === undefined || /^[-+*/^(,]$/.test(before))
    if (!isSign) continue
    const start = tokens.findIndex((next, at) => at > index && next !== '-' && next !== '+')
    const end = endOf(tokens, start)
    if (start > 0 && tokens[end + 1] === '^') {
      const operand = tokens.slice(start, end + 1).join('')
      return `a minus before a power can be read in two ways: write -(${operand}^…) or (-${operand})^…`
    }
  }
  return null
}

/** Each function has as many values as it takes, and no comma stands anywhere else. */
function wrongCall(tokens: string[]): string | null {
  const open: { name: string | null; values: number }[] = []
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (token === '(')
      open.push({
        name: before !== undefined && isWord(before) ? before : null,
        values: tokens[index + 1] === ')' ? 0 : 1,
      })
    const here = open.at(-1)
    if (token === ',') {
      if (!here?.name) return 'a comma stands only between the values of a function: decimals have a point'
      here.values += 1
    }
    if (token !== ')' || !here) continue
    open.pop()
    const rule = here.name === null ? undefined : functions[here.name]
    if (!rule || (here.values >= rule.least && here.values <= rule.most)) continue
    const takes = rule.least === rule.most ? `${rule.least}` : `${rule.least} to ${rule.most}`
    return `${here.name}() takes ${takes} ${takes === '1' ? 'value' : 'values'}, not ${here.values}`
  }
  return null
}

function round(value: number, digits = 0): number {
  const scale = 10 ** Math.trunc(digits)
  // 1.005 × 100 is not quite 100.5.
  return (Math.sign(value) * Math.round(Math.abs(value) * scale * (1 + Number.EPSILON))) / scale
}
