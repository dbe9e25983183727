import { Type } from 'typebox'
import { type ItemBase, type Text, textIn } from '../../catalogue/course.ts'
import { itemFields, textSchema } from '../../catalogue/schemas.ts'
import { translator } from '../../platform/words/messages.ts'
import { type ItemType, plainReview, type Response } from '../item-type.ts'
import { clauseProblems } from './clause-problems.ts'
import { readPhrases } from './phrases.ts'

export type ClauseItem = ItemBase & {
  type: 'clause'
  /** With its phrases marked: `[id: phrase]`. */
  text: Text
  problems: { id: string; text: Text }[]
  /** What is wrong with each risky phrase; the others are harmless. */
  key: Record<string, string>
  feedback?: Record<string, Text>
}
type Problem = { id: string; text: string }
type Phrase = { id: string; text: string; feedback: string | null }
export type ShownClause = {
  type: 'clause'
  pieces: (string | Phrase)[]
  problems: Problem[]
  key: Record<string, string>
}
export type ClausePrompt = {
  type: 'clause'
  pieces: (string | { id: string; text: string; marked: boolean; why: string })[]
  problems: Problem[]
}

declare module '../../catalogue/course.ts' {
  interface Items {
    clause: ClauseItem
  }
}

/** In a response: marked, without a reason. No problem can be called so. */
const noReason = '?'

/**
 * An excerpt of a contract whose phrases can be marked. The response says for each phrase, in the order of the text:
 * '' for one that is not marked, '?' for one marked without a reason, or the id of the problem that it was said to have.
 *
 * Each risky phrase that is marked earns half of its share, with the right reason the whole; each harmless phrase that
 * is marked takes away one share, so that marking everything earns little. Never below zero.
 */
export const clause: ItemType<ClauseItem, ShownClause, ClausePrompt> = {
  manual: `**clause**, an excerpt of a contract in which the risky phrases are to be marked, and what is wrong with each chosen. Write a
phrase that can be marked as \`[name: phrase]\`, the same names in every language. Phrases that are not in the \`key\` are
harmless; there is one at least of either kind. Each risky phrase that is marked earns half of its share of the points,
with the right problem the whole; each harmless phrase that is marked takes away one share; the item never earns less
than nothing. A \`feedback\` is shown in the review to who marked that phrase wrongly:

    type: clause
    text:
      en: >-
        The Company shall pay a royalty of five per cent [invoice: of the value stated in its invoices],
        [costs: less the costs of transport and sale], [days: within thirty days].
    problems:
      - { id: own-price, text: { en: One party sets the price alone } }
      - { id: open-deductions, text: { en: What is taken off has no limit } }
    key: { invoice: own-price, costs: open-deductions }
    feedback: { days: { en: Thirty days are usual. } }   # may be left out
`,
  schema: Type.Object(
    {
      ...itemFields,
      type: Type.Literal('clause'),
      text: textSchema,
      problems: Type.Array(Type.Object({ id: itemFields.id, text: textSchema }, { additionalProperties: false }), {
        minItems: 2,
      }),
      key: Type.Record(Type.String(), Type.String()),
      feedback: Type.Optional(Type.Record(Type.String(), textSchema)),
    },
    { additionalProperties: false },
  ),
  problems: clauseProblems,
  show(item, language, draw) {
    const problems = item.problems.map(({ id, text }) => ({ id, text: textIn(text, language).text }))
    const pieces = readPhrases(textIn(item.text, language).text).map((piece) => {
      if (typeof piece === 'string') return piece
      const feedback = new Map(Object.entries(item.feedback ?? {})).get(piece.id)
      return { ...piece, feedback: feedback ? textIn(feedback, language).text : null }
    })
    return { type: 'clause', pieces, problems: item.keep_order ? problems : draw.shuffle(problems), key: item.key }
  },
  prompt(item, response) {
    const given = new Map(givenTo(item, response).map(({ phrase, mark }) => [phrase, mark]))
    const pieces = item.pieces.map((piece) => {
      if (typeof piece === 'string') return piece
      const mark = given.get(piece) ?? ''
      return { id: piece.id, text: piece.text, marked: mark !== '', why: mark === noReason ? '' : mark }
    })
    return { type: 'clause', pieces, problems: item.problems }
  },
  read(item, sent) {
    const marks = phrasesOf(item).map(({ id }) => {
      if (sent.part(id) !== noReason) return ''
      const why = sent.part(`${id}.why`)
      return item.problems.some((problem) => problem.id === why) ? why : noReason
    })
    return marks.some((mark) => mark !== '') ? marks : null
  },
  write: (item, response) =>
    Object.fromEntries(
      givenTo(item, response).flatMap(({ phrase, mark }) =>
        mark === ''
          ? []
          : [
              [phrase.id, noReason],
              [`${phrase.id}.why`, mark === noReason ? '' : mark],
            ],
      ),
    ),
  key: (item) => phrasesOf(item).map(({ id }) => riskOf(item, id) ?? ''),
  inDoubt: () => false,
  score(item, response) {
    const shares = givenTo(item, response).map(({ mark, risk }) => {
      if (mark === '') return 0
      if (risk === null) return -1
      return mark === risk ? 1 : 0.5
    })
    const earned = shares.reduce<number>((sum, share) => sum + share, 0)
    return Math.max(0, earned / Math.max(1, Object.keys(item.key).length))
  },
  review(item, response, language) {
    const t = translator(language)
    const textOf = (id: string) => item.problems.find((problem) => problem.id === id)?.text ?? id
    const shown = givenTo(item, response).filter(({ mark, risk }) => mark !== '' || risk !== null)
    const parts = shown.map(({ phrase, mark, risk }) => ({
      part: phrase.text,
      given: mark === '' ? null : mark === noReason ? t('review.clause_marked') : textOf(mark),
      key: risk === null ? t('review.clause_harmless') : textOf(risk),
      right: mark === risk,
      understood: null,
    }))
    const given = parts.flatMap((one) => (one.given === null ? [] : [`${one.part}: ${one.given}`]))
    const key = parts.map((one) => `${one.part}: ${one.key}`)
    const wrongly = shown.filter(({ mark, risk }) => mark !== '' && mark !== risk)
    const feedback = wrongly.map(({ phrase }) => phrase.feedback)
    return { ...plainReview(given, key, feedback), parts }
  },
  correct(item, response) {
    const marked = givenTo(item, response).filter(({ mark }) => mark !== '')
    if (marked.length === 0 || marked.some(({ mark }) => mark === noReason)) return null
    return { ...item, key: Object.fromEntries(marked.map(({ phrase, mark }) => [phrase.id, mark])) }
  },
}

const phrasesOf = ({ pieces }: ShownClause): Phrase[] => pieces.filter((piece) => typeof piece !== 'string')

// A phrase may be called as something that every object has.
const riskOf = ({ key }: ShownClause, id: string): string | null => (Object.hasOwn(key, id) ? (key[id] ?? null) : null)

/** Each phrase with what was given to it, and the problem that it has; null where it is harmless. */
const givenTo = (item: ShownClause, response: Response | undefined) =>
  phrasesOf(item).map((phrase, index) => ({
    phrase,
    mark: Array.isArray(response) ? (response[index] ?? '') : '',
    risk: riskOf(item, phrase.id),
  }))
