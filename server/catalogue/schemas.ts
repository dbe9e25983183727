import { type Static, Type } from 'typebox'
import type { languages } from '../platform/words/languages.ts'
import { deadlineRules, feedbackRules, phases, sectors } from './course.ts'
import { datePattern, slugPattern, textPattern } from './schema-messages.ts'

// A misspelt field is a mistake, never ignored.
const strict = { additionalProperties: false }

const slug = Type.String({ pattern: slugPattern })
const words = Type.String({ pattern: textPattern })

export const textSchema = Type.Object(
  {
    en: words,
    fr: Type.Optional(words),
    pt: Type.Optional(words),
    es: Type.Optional(words),
    ar: Type.Optional(words),
  } satisfies Record<(typeof languages)[number], unknown>,
  strict,
)

/** The title of a lesson in languages in which the lesson itself is not there. */
const titlesSchema = Type.Object(
  {
    fr: Type.Optional(words),
    pt: Type.Optional(words),
    es: Type.Optional(words),
    ar: Type.Optional(words),
  } satisfies Record<Exclude<(typeof languages)[number], 'en'>, unknown>,
  strict,
)

export const courseSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 1 }),
    version: Type.String({ pattern: datePattern }),
    phase: Type.Enum([...phases]),
    portal: Type.Object({ stage: Type.Enum([1, 2, 3, 4]), step: words }, strict),
    sectors: Type.Array(Type.Enum([...sectors]), { minItems: 1 }),
    hours: Type.Number({ exclusiveMinimum: 0 }),
    valid_months: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
    title: textSchema,
    summary: textSchema,
    audience: textSchema,
    objectives: Type.Array(Type.Object({ id: slug, text: textSchema }, strict), { minItems: 1 }),
    modules: Type.Array(
      Type.Object(
        {
          id: slug,
          title: textSchema,
          activities: Type.Array(
            Type.Object(
              {
                lesson: Type.Optional(slug),
                minutes: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
                titles: Type.Optional(titlesSchema),
                quiz: Type.Optional(slug),
                optional: Type.Optional(Type.Boolean()),
              },
              strict,
            ),
            { minItems: 1 },
          ),
        },
        strict,
      ),
      { minItems: 1 },
    ),
    award: Type.Object(
      {
        lessons: Type.Literal('all'),
        quiz: slug,
        task: Type.Optional(slug),
        participation: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1 })),
        renewal: Type.Optional(slug),
      },
      strict,
    ),
  },
  strict,
)
export type CourseFile = Static<typeof courseSchema>

/** Items are read by the schemas of their types. */
const items = Type.Array(Type.Unknown(), { minItems: 1 })
// A year: more would be a slip, and must still be a date when it is added to one.
const maximum = 525_600

/** The quiz without its items; quiz-rules.ts says which fields need each other. */
export const quizSchema = Type.Object(
  {
    title: textSchema,
    pass_mark_scaled: Type.Number({ minimum: 0, maximum: 1 }),
    time_limit_minutes: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum })),
    at_deadline: Type.Optional(Type.Enum([...deadlineRules])),
    attempts_allowed: Type.Optional(Type.Integer({ minimum: 1 })),
    wait_minutes: Type.Optional(Type.Number({ minimum: 0, maximum })),
    feedback: Type.Optional(Type.Enum([...feedbackRules])),
    marking: Type.Optional(
      Type.Object({ anonymous: Type.Optional(Type.Boolean()), second_marker: Type.Optional(Type.Boolean()) }, strict),
    ),
    shuffle_items: Type.Optional(Type.Boolean()),
    bank: Type.Optional(slug),
    draw: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
    form: Type.Optional(Type.Enum(['pre', 'post'])),
    items: Type.Optional(items),
  },
  strict,
)
export type QuizFile = Static<typeof quizSchema>

export const bankSchema = Type.Object({ items }, strict)

/** For the schemas of item types: the fields that every item has in its file. */
export const itemFields = {
  id: slug,
  objective: slug,
  lesson: slug,
  points: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  prompt: textSchema,
  hint: Type.Optional(textSchema),
  explanation: textSchema,
  keep_order: Type.Optional(Type.Boolean()),
}

/** For the schemas of item types that offer options: the fields of one option. */
export const optionFields = { id: slug, text: textSchema, feedback: Type.Optional(textSchema) }

const glossaryText = Type.Optional(words)
export const termSchema = Type.Object(
  {
    id: slug,
    term: words,
    fr: words,
    pt: glossaryText,
    es: glossaryText,
    ar: glossaryText,
    definition: words,
    definition_fr: glossaryText,
    definition_pt: glossaryText,
    definition_es: glossaryText,
    definition_ar: glossaryText,
    category: Type.Enum(['process', 'contract', 'fiscal', 'negotiation', 'monitoring']),
  },
  strict,
)
