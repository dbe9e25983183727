import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import { type ItemType, plainReview } from '../item-type.ts'
import { storable, typedOf } from './typed.ts'

type Criterion<T> = { id: string; title: T; levels: { points: number; text: T }[] }
export type ExtendedTextItem = ItemBase & { type: 'extended-text'; rubric: Criterion<Text>[]; words?: number }
export type ShownExtendedText = { type: 'extended-text'; rubric: Criterion<string>[]; words: number | null }
export type ExtendedTextPrompt = ShownExtendedText & { typed: string; most: number }

declare module '../../catalogue/course.ts' {
  interface Items {
    'extended-text': ExtendedTextItem
  }
}

/** Characters of a response: about 3,000 words, ten times what is usually asked for. */
const most = 20_000

const strict = { additionalProperties: false }

/** A text that a trainer reads and marks by a rubric, which the learner sees before writing. */
export const extendedText: ItemType<ExtendedTextItem, ShownExtendedText, ExtendedTextPrompt> = {
  manual: `**extended-text**, a text that a trainer marks by a rubric. The learner sees the rubric before writing. The levels of each
criterion begin with 0 points, and \`points\` of the item is what all highest levels earn together:

    type: extended-text
    points: 5
    words: 300                      # about how long; may be left out
    rubric:
      - id: facts
        title: { en: Facts }
        levels:
          - { points: 0, text: { en: No figure or a wrong one } }
          - { points: 2, text: { en: Right figures with their source } }
      - id: advice
        title: { en: Advice }
        levels:
          - { points: 0, text: { en: No advice } }
          - { points: 1, text: { en: Advice without reasons } }
          - { points: 3, text: { en: Advice that follows from the facts } }
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('extended-text'),
      rubric: Type.Array(
        Type.Object(
          {
            id: itemFields.id,
            title: textSchema,
            levels: Type.Array(Type.Object({ points: Type.Number({ minimum: 0 }), text: textSchema }, strict), {
              minItems: 2,
            }),
          },
          strict,
        ),
        { minItems: 1 },
      ),
      words: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    strict,
  ),
  problems: (item) => [...rubricProblems(item.rubric), ...pointsProblems(item)],
  show: ({ rubric, words }, language) => ({
    type: 'extended-text',
    rubric: rubric.map(({ id, title, levels }) => ({
      id,
      title: textIn(title, language).text,
      levels: levels.map(({ points, text }) => ({ points, text: textIn(text, language).text })),
    })),
    words: words ?? null,
  }),
  prompt: ({ rubric, words }, response) => ({ type: 'extended-text', rubric, words, typed: typedOf(response), most }),
  read(_item, sent) {
    // A form sends each line's end as two characters; the field counts it as one.
    const text = storable((sent.values[0] ?? '').replace(/\r\n?/g, '\n'), most)
    return text.trim() === '' ? null : text
  },
  write: (_item, response) => ({ '': response }),
  key: () => null,
  inDoubt: () => false,
  score: () => null,
  review: (_item, response) => plainReview(typedOf(response) ? [typedOf(response)] : [], []),
  correct: () => null,
}

function rubricProblems(rubric: Criterion<Text>[]) {
  const ids = rubric.map(({ id }) => id)
  return rubric.flatMap(({ id, levels }, at) => [
    ...(ids.indexOf(id) < at ? [{ path: `/rubric/${at}/id`, message: `the criterion "${id}" stands here twice` }] : []),
    ...levels.flatMap(({ points }, index) => {
      const path = `/rubric/${at}/levels/${index}/points`
      const before = levels[index - 1]
      if (!before) return points === 0 ? [] : [{ path, message: `the levels of "${id}" must begin with 0 points` }]
      if (points > before.points) return []
      return [{ path, message: `${points} must be more than the ${before.points} of the level before` }]
    }),
  ])
}

function pointsProblems(item: ExtendedTextItem) {
  const points: number | undefined = item.points // an item of a file may leave it out
  const stated = points ?? 1
  const highest = item.rubric.reduce((sum, { levels }) => sum + (levels.at(-1)?.points ?? 0), 0)
  if (Math.abs(stated - highest) < 1e-9) return []
  const message = `"points" is ${stated}, but the highest levels of the rubric earn ${highest} together`
  return [{ path: '/points', message }]
}
