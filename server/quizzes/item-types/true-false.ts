import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import { translator } from '../../platform/words/messages.ts'
import { type ItemType, plainReview, type Response } from '../item-type.ts'

export type TrueFalseItem = ItemBase & { type: 'true-false'; key: boolean; feedback?: { true?: Text; false?: Text } }
export type ShownTrueFalse = {
  type: 'true-false'
  key: boolean
  feedback: { true: string | null; false: string | null }
}
export type TrueFalsePrompt = { type: 'true-false'; options: { id: 'true' | 'false'; chosen: boolean }[] }

declare module '../../catalogue/course.ts' {
  interface Items {
    'true-false': TrueFalseItem
  }
}

/** A statement that is true or false. */
export const trueFalse: ItemType<TrueFalseItem, ShownTrueFalse, TrueFalsePrompt> = {
  manual: `**true-false**, a statement that is true or false. A \`feedback\`, for one or both, is shown in the review to who chose that:

    type: true-false
    key: false
    feedback: { true: { en: Without a mandate a signature binds nobody. } }   # may be left out
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('true-false'),
      key: Type.Boolean(),
      feedback: Type.Optional(
        Type.Object(
          { true: Type.Optional(textSchema), false: Type.Optional(textSchema) },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  problems: () => [],
  show({ key, feedback }, language) {
    const textOf = (text: Text | undefined) => (text ? textIn(text, language).text : null)
    return { type: 'true-false', key, feedback: { true: textOf(feedback?.true), false: textOf(feedback?.false) } }
  },
  prompt: (_item, response) => ({
    type: 'true-false',
    options: choices.map((id) => ({ id, chosen: response === id })),
  }),
  read: (_item, sent) => chosenOf(sent.values[0]),
  write: (_item, response) => ({ '': response }),
  key: (item) => String(item.key),
  inDoubt: () => false,
  score: (item, response) => (response === String(item.key) ? 1 : 0),
  review(item, response, language) {
    const t = translator(language)
    const chosen = chosenOf(response)
    return plainReview(
      chosen ? [t(`attempt.${chosen}`)] : [],
      [t(item.key ? 'attempt.true' : 'attempt.false')],
      chosen ? [item.feedback[chosen]] : [],
    )
  },
  correct(item, response) {
    const chosen = chosenOf(response)
    return chosen && { ...item, key: chosen === 'true' }
  },
}

const choices = ['true', 'false'] as const

const chosenOf = (response: Response | undefined) => choices.find((choice) => choice === response) ?? null
