import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import { type ItemType, type Option, type OptionPrompt, plainReview, type Response } from '../item-type.ts'
import { type AuthoredOption, feedbackOf, notAmongOptions, optionsSchema, showOptions, textOf } from './options.ts'

export type MatchingItem = ItemBase & {
  type: 'matching'
  rows: { id: string; text: Text }[]
  options: AuthoredOption[]
  key: Record<string, string>
}
type Row = { id: string; text: string }
export type ShownMatching = {
  type: 'matching'
  rows: Row[]
  options: Option[]
  /** As in a response: the option of each row. */
  key: string[]
}
export type MatchingPrompt = {
  type: 'matching'
  rows: (Row & { chosen: string })[]
  options: OptionPrompt[]
}

declare module '../../catalogue/course.ts' {
  interface Items {
    matching: MatchingItem
  }
}

/**
 * Rows that each get the option that belongs to them. The response is the id of the option given to each row, in the
 * order of the rows; a row left open is an empty text. Each row earns its share.
 */
export const matching: ItemType<MatchingItem, ShownMatching, MatchingPrompt> = {
  manual: `**matching**, rows that each get one of the options; each row that is right earns its share of the points. The options are
shown shuffled, the rows as they stand. There may be more options than rows, and one may be right for several rows:

    type: matching
    rows:
      - { id: royalty, text: { en: Royalty } }
      - { id: tax, text: { en: Income tax } }
    options:
      - { id: sales, text: { en: What is sold } }
      - { id: profit, text: { en: What is earned } }
      - { id: imports, text: { en: What is brought in } }
    key: { royalty: sales, tax: profit }
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('matching'),
      rows: Type.Array(Type.Object({ id: itemFields.id, text: textSchema }, { additionalProperties: false }), {
        minItems: 2,
      }),
      options: optionsSchema,
      key: Type.Record(Type.String(), Type.String()),
    },
    { additionalProperties: false },
  ),
  problems({ rows, options, key }) {
    const ids = rows.map(({ id }) => id)
    const named = Object.keys(key)
    const problem = (row: string, message: string) => ({ path: `/key/${row}`, message })
    return [
      ...ids.flatMap((id, index) =>
        ids.indexOf(id) < index ? [{ path: `/rows/${index}/id`, message: `the row "${id}" stands here twice` }] : [],
      ),
      ...ids.filter((id) => !named.includes(id)).map((id) => problem(id, `the row "${id}" has no key`)),
      ...named
        .filter((id) => !ids.includes(id))
        .map((id) => problem(id, `the key "${id}" is not among the rows ${ids.join(', ')}`)),
      ...notAmongOptions(options, Object.values(key), (index) => `/key/${named[index]}`),
    ]
  },
  show: (item, language, draw) => ({
    type: 'matching',
    rows: item.rows.map(({ id, text }) => ({ id, text: textIn(text, language).text })),
    options: showOptions(item, language, draw),
    key: item.rows.map(({ id }) => item.key[id] ?? ''),
  }),
  prompt: (item, response) => ({
    type: 'matching',
    rows: item.rows.map(({ id, text }, index) => ({ id, text, chosen: response?.[index] ?? '' })),
    options: item.options.map(({ id, text }) => ({ id, text })),
  }),
  read(item, sent) {
    const chosen = item.rows.map((row) => item.options.find(({ id }) => id === sent.part(row.id))?.id ?? '')
    return chosen.some((id) => id !== '') ? chosen : null
  },
  write: (item, response) => Object.fromEntries(item.rows.map(({ id }, index) => [id, response[index] ?? ''])),
  key: (item) => item.key,
  inDoubt: () => false,
  score: ({ key }, response) => key.filter((id, index) => id === response[index]).length / key.length,
  review(item, response) {
    const chosen = givenTo(item, response)
    const given = chosen.map((id) => (id === '' ? null : textOf(item.options, id)))
    const keys = item.key.map((id) => textOf(item.options, id))
    const parts = item.rows.map(({ text }, index) => ({
      part: text,
      given: given[index] ?? null,
      key: keys[index] ?? '',
      right: chosen[index] === item.key[index],
      understood: null,
    }))
    const words = given.filter((text) => text !== null)
    return { ...plainReview(words, keys, feedbackOf(item.options, chosen)), parts }
  },
  correct(item, response) {
    const chosen = givenTo(item, response)
    return chosen.includes('') ? null : { ...item, key: chosen }
  },
}

/** The option given to each row; an empty text where there is none. */
const givenTo = (item: ShownMatching, response: Response | undefined): string[] =>
  item.rows.map((_, index) => (Array.isArray(response) ? (response[index] ?? '') : ''))
