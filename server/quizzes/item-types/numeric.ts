import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import type { Language } from '../../platform/words/languages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import { type ItemType, plainReview } from '../item-type.ts'
import { fillText } from './filled-text.ts'
import { readFormula } from './formula.ts'
import { numericProblems } from './numeric-problems.ts'
import { drawValues, type Parameters, parametersSchema, type Values } from './parameters.ts'
import { formatKey, isNear, pickTolerance, type Tolerance, toleranceFields } from './tolerance.ts'
import { storable, typedOf } from './typed.ts'
import { mostDigits, perCent, readTyped, type TypedNumber } from './typed-number.ts'

export type NumericItem = ItemBase &
  Tolerance & {
    type: 'numeric'
    unit?: Text
    per_cent?: boolean
    /** A text is a formula over the parameters. */
    key: number | string
    parameters?: Parameters
  }
/** Its texts, where parameters make them this attempt's own. */
type OwnTexts = { prompt?: string; hint?: string | null; explanation?: string }
export type ShownNumeric = Tolerance &
  OwnTexts & {
    type: 'numeric'
    unit: string | null
    key: number
    /** What was drawn, by name; not in attempts from before there were parameters. */
    values?: Values
  }
export type NumericPrompt = TypedNumber & { type: 'numeric'; unit: string | null }

declare module '../../catalogue/course.ts' {
  interface Items {
    numeric: NumericItem
  }
}

/** A number in the unit shown beside the field. With parameters, each attempt has its own numbers and its own key. */
export const numeric: ItemType<NumericItem, ShownNumeric, NumericPrompt> = {
  manual: `**numeric**, a number in the unit shown. How near is right says one of three: \`tolerance\`, as far away as that;
\`relative_tolerance\`, a share of the key, 0.02 for two per cent of it; \`significant_figures\`, 1 to 10, the same when both
are rounded to so many (halves away from zero; more figures are right when they round to those of the key):

    type: numeric
    unit: { en: USD million }       # may be left out
    key: 4.44
    tolerance: 0.14

With \`per_cent: true\` in place of \`unit\` the key is in per cent: \`4.25\` and \`4.25 %\` are the same. Elsewhere a response
with a % sign is asked back. With \`parameters\` each attempt draws its own numbers, and the key is a formula: numbers,
\`+ - * / ^\`, brackets, and \`abs ceil floor ln max min pow round sqrt\`, as in \`round(price * ounces, 2)\`. A parameter runs
\`from\` a number \`to\` another by \`step\`, or has a list of \`values\`. In the prompt, the hint and the explanation \`{price}\`
stands for its value, and \`{= price * 2 : 1}\` for a result, here with 1 decimal:

    type: numeric
    prompt: { en: "The price is {price} USD. What is a royalty of {rate}% on 100,000 ounces?" }
    explanation: { en: "100,000 × {price} × {rate}% is {= price * rate / 1000 : 1} million." }
    unit: { en: USD million }
    parameters:
      price: { from: 1200, to: 1800, step: 50 }
      rate: { values: [3, 5, 7] }
    key: price * rate / 1000
    relative_tolerance: 0.01
`,
  schema: Type.Object(
    {
      ...itemFields,
      ...toleranceFields,
      type: Type.Literal('numeric'),
      unit: Type.Optional(textSchema),
      per_cent: Type.Optional(Type.Boolean()),
      key: Type.Unsafe<number | string>({ type: ['number', 'string'] }),
      parameters: Type.Optional(parametersSchema),
    },
    { additionalProperties: false },
  ),
  problems: numericProblems,
  show(item, language, draw) {
    const unit = item.per_cent ? perCent : item.unit ? textIn(item.unit, language).text : null
    // A large grid was checked at many of its values, not at all: the rest of it is passed over here.
    for (let tries = 0; tries < 1000; tries += 1) {
      const values = drawValues(item.parameters ?? {}, draw.random)
      const own = ownOf(item, values, language)
      if (own) return { type: 'numeric', unit, ...pickTolerance(item), values, ...own }
    }
    throw new Error(`the item "${item.id}" has no key for any of its values`)
  },
  prompt: ({ unit }, response, language) => ({
    type: 'numeric',
    unit,
    ...readTyped(typedOf(response), unit, language),
  }),
  read: (_item, sent) => storable(sent.values[0]?.trim() ?? '', mostDigits) || null,
  write: (_item, response) => ({ '': response }),
  key: (item, language) => formatKey(item.key, item, language, isDrawn(item)),
  inDoubt: ({ unit }, response, language) => readTyped(typedOf(response), unit, language).unclear !== null,
  score(item, response, language) {
    const { understood } = readTyped(typedOf(response), item.unit, language)
    return understood !== null && isNear(understood, item.key, item) ? 1 : 0
  },
  review(item, response, language) {
    const { typed, understood } = readTyped(typedOf(response), item.unit, language)
    const key = formatKey(item.key, item, language, isDrawn(item))
    return { ...plainReview(typed ? [typed] : [], [item.unit === null ? key : `${key} ${item.unit}`]), understood }
  },
  correct(item, response, language) {
    const { understood } = readTyped(typedOf(response), item.unit, language)
    // Each learner had their own numbers: one key would be wrong for the others.
    return understood === null || isDrawn(item) ? null : { ...item, key: understood }
  },
}

const isDrawn = ({ values = {} }: ShownNumeric): boolean => Object.keys(values).length > 0

/** The key, and the texts that the values change; null where a formula has no value. */
function ownOf(item: NumericItem, values: Values, language: Language): (OwnTexts & { key: number }) | null {
  const read = typeof item.key === 'string' ? readFormula(item.key, Object.keys(values)) : null
  if (typeof read === 'string') throw new Error(`the key of "${item.id}": ${read}`)
  const key = read ? read.of(values) : item.key
  if (typeof key !== 'number') return null
  if (Object.keys(values).length === 0) return { key }
  const own: OwnTexts & { key: number } = { key }
  for (const field of ['prompt', 'hint', 'explanation'] as const) {
    const authored = item[field]
    if (!authored) continue
    const { text, language: its } = textIn(authored, language)
    const filled = fillText(text, values, (value, digits) =>
      formatNumber(value, its, digits === undefined ? {} : { digits }),
    )
    if (filled === null) return null
    own[field] = filled
  }
  return own
}
