import { type Static, Type } from 'typebox'
import type { languages } from '../platform/words/languages.ts'
import { phases, sectors } from './course.ts'
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

export const courseSchema = Type.Object(
  {
    order: Type.Integer({ minimum: 1 }),
    version: Type.String({ pattern: datePattern }),
    phase: Type.Enum([...phases]),
    portal: Type.Object({ stage: Type.Enum([1, 2, 3, 4]), step: words }, strict),
    sectors: Type.Array(Type.Enum([...sectors]), { minItems: 1 }),
    hours: Type.Number({ exclusiveMinimum: 0 }),
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
                quiz: Type.Optional(slug),
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
    award: Type.Object({ lessons: Type.Literal('all'), quiz: slug }, strict),
  },
  strict,
)
export type CourseFile = Static<typeof courseSchema>

/** The quiz without its items, which are read by the schemas of their types. */
export const quizSchema = Type.Object(
  {
    title: textSchema,
    pass_mark_scaled: Type.Number({ minimum: 0, maximum: 1 }),
    items: Type.Array(Type.Unknown(), { minItems: 1 }),
  },
  strict,
)

/** For the schemas of item types: the fields that every item has in its file. */
export const itemFields = {
  id: slug,
  objective: slug,
  lesson: slug,
  points: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  prompt: textSchema,
  explanation: textSchema,
}

/** For item types that offer options. */
export const optionsSchema = Type.Array(Type.Object({ id: slug, text: textSchema }, strict), { minItems: 2 })

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
