import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

export type Declaration = {
  /** File and line. */
  at: string
  /** What it stands in, from outside in: `@layer base`, `@media print`, `.note > p`. */
  within: string[]
  property: string
  value: string
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')
/** Brackets, dots and colons inside quotation marks mean nothing to a reader of rules. */
const harmless = (text: string) => text.replaceAll(/[{};:.#]/g, ' ')

/** The declarations of a style sheet, in order. Throws, with the line, where a bracket or a colon is missing. */
export function readStyleSheet(file: string): Declaration[] {
  const css = readFileSync(file, 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, blank)
    .replaceAll(/'[^'\n]*'|"[^"\n]*"/g, harmless)
  const found: Declaration[] = []
  const within: string[] = []
  let start = 0
  for (const { 0: sign, index } of css.matchAll(/[{};]/g)) {
    const text = css.slice(start, index).trim()
    const at = `${basename(file)}:${css.slice(0, index).split('\n').length}`
    start = index + 1
    if (sign === '{') {
      if (!text) throw new Error(`${at} opens a bracket for nothing`)
      within.push(text.replaceAll(/\s+/g, ' '))
      continue
    }
    const declares = text !== '' && !text.startsWith('@layer ')
    const [, property = '', value = ''] = /^([\w-]+)\s*:\s*([\s\S]+)$/.exec(text) ?? []
    if (declares && (!property || within.length === 0)) throw new Error(`${at} "${text}" declares nothing`)
    if (declares) found.push({ at, within: [...within], property, value })
    if (sign === '}' && within.pop() === undefined) throw new Error(`${at} closes a bracket that is not open`)
  }
  if (within.length > 0 || css.slice(start).trim()) throw new Error(`${basename(file)} ends inside ${within.at(-1)}`)
  return found
}

/** The classes that the selectors of a style sheet name. */
export const classesOf = (declarations: Declaration[]): Set<string> =>
  new Set(
    declarations.flatMap(({ within }) =>
      within
        .filter((text) => !text.startsWith('@'))
        .flatMap((text) => [...text.matchAll(/\.(-?[a-z][\w-]*)/gi)].map(([, name = '']) => name)),
    ),
  )

/** The contrast of two colours, each as #rrggbb, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance as WCAG 2.2 defines it, with the sRGB threshold as corrected in 2021. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
