import { Type } from 'typebox'
import { type ItemBase, textIn } from '../../catalogue/course.ts'
import { itemFields } from '../../catalogue/schemas.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type ItemType, plainReview } from '../item-type.ts'
import { fold } from './fold.ts'
import { storable, typedOf } from './typed.ts'

type Spellings = { en: string[] } & Partial<Record<Language, string[]>>
export type ShortTextItem = ItemBase & { type: 'short-text'; accepted: Spellings }
export type ShownShortText = { type: 'short-text'; accepted: string[] }
export type ShortTextPrompt = { type: 'short-text'; typed: string; most: number }

declare module '../../catalogue/course.ts' {
  interface Items {
    'short-text': ShortTextItem
  }
}

/** Characters of a response: a term, not a sentence. */
const most = 200

const spellings = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1 })
const more = Type.Optional(spellings)

/** A word or a few, right when it is one of the accepted spellings. */
export const shortText: ItemType<ShortTextItem, ShownShortText, ShortTextPrompt> = {
  manual: `**short-text**, a word or a few. Right is every spelling in \`accepted\`, whatever its case, accents, apostrophes, hyphens
or punctuation around it; the review shows the first. Where a language has no list the English one counts:

    type: short-text
    accepted:
      en: [stabilisation clause, stabilization clause]
      fr: [clause de stabilisation]
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('short-text'),
      accepted: Type.Object(
        { en: spellings, fr: more, pt: more, es: more, ar: more } satisfies Record<Language, unknown>,
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  problems: ({ accepted }) =>
    Object.entries(accepted).flatMap(([language, texts]) =>
      texts.flatMap((text, index) =>
        /[\p{L}\p{N}]/u.test(fold(text))
          ? []
          : [{ path: `/accepted/${language}/${index}`, message: `"${text}" has no letter or digit to compare` }],
      ),
    ),
  show({ accepted, prompt }, language) {
    const own = accepted[language] ?? accepted.en
    // Who is asked in English, for want of a translation, may well respond in English.
    const asked = textIn(prompt, language).language
    return { type: 'short-text', accepted: asked === language ? own : [...new Set([...accepted.en, ...own])] }
  },
  prompt: (_item, response) => ({ type: 'short-text', typed: typedOf(response), most }),
  read: (_item, sent) => storable(sent.values[0]?.trim() ?? '', most) || null,
  write: (_item, response) => ({ '': response }),
  key: (item) => item.accepted[0] ?? null,
  inDoubt: () => false,
  score(item, response) {
    const folded = fold(typedOf(response))
    return folded !== '' && item.accepted.some((text) => fold(text) === folded) ? 1 : 0
  },
  review: (item, response) => plainReview(typeof response === 'string' ? [response] : [], item.accepted.slice(0, 1)),
  correct(item, response) {
    if (typeof response !== 'string' || fold(response) === '') return null
    return { ...item, accepted: [...item.accepted, response] }
  },
}
