import { textIn } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Draw, ItemType, Response, Review, Sent, ShownBase } from './item-type.ts'
import { type ChoiceItem, type ChoicePrompt, choice, type ShownChoice } from './item-types/choice.ts'
import { type ClauseItem, type ClausePrompt, clause, type ShownClause } from './item-types/clause.ts'
import {
  type ExtendedTextItem,
  type ExtendedTextPrompt,
  extendedText,
  type ShownExtendedText,
} from './item-types/extended-text.ts'
import { type MatchingItem, type MatchingPrompt, matching, type ShownMatching } from './item-types/matching.ts'
import {
  type MultipleChoiceItem,
  type MultipleChoicePrompt,
  multipleChoice,
  type ShownMultipleChoice,
} from './item-types/multiple-choice.ts'
import { type NumericItem, type NumericPrompt, numeric, type ShownNumeric } from './item-types/numeric.ts'
import { type OrderingItem, type OrderingPrompt, ordering, type ShownOrdering } from './item-types/ordering.ts'
import { type ShortTextItem, type ShortTextPrompt, type ShownShortText, shortText } from './item-types/short-text.ts'
import { type ShownTable, type TableItem, type TablePrompt, table } from './item-types/table.ts'
import { type ShownTrueFalse, type TrueFalseItem, type TrueFalsePrompt, trueFalse } from './item-types/true-false.ts'

/** The types there are. A new one is a compile error until every part of it is written. */
type Parts = {
  choice: { authored: ChoiceItem; shown: ShownChoice; prompt: ChoicePrompt }
  'multiple-choice': { authored: MultipleChoiceItem; shown: ShownMultipleChoice; prompt: MultipleChoicePrompt }
  numeric: { authored: NumericItem; shown: ShownNumeric; prompt: NumericPrompt }
  ordering: { authored: OrderingItem; shown: ShownOrdering; prompt: OrderingPrompt }
  'true-false': { authored: TrueFalseItem; shown: ShownTrueFalse; prompt: TrueFalsePrompt }
  'short-text': { authored: ShortTextItem; shown: ShownShortText; prompt: ShortTextPrompt }
  matching: { authored: MatchingItem; shown: ShownMatching; prompt: MatchingPrompt }
  'extended-text': { authored: ExtendedTextItem; shown: ShownExtendedText; prompt: ExtendedTextPrompt }
  table: { authored: TableItem; shown: ShownTable; prompt: TablePrompt }
  clause: { authored: ClauseItem; shown: ShownClause; prompt: ClausePrompt }
}
export type TypeName = keyof Parts

type ItemTypes = { [T in TypeName]: ItemType<Parts[T]['authored'], Parts[T]['shown'], Parts[T]['prompt']> }
export const itemTypes: ItemTypes = {
  choice,
  'multiple-choice': multipleChoice,
  numeric,
  ordering,
  'true-false': trueFalse,
  'short-text': shortText,
  matching,
  'extended-text': extendedText,
  table,
  clause,
}

type Shown<T extends TypeName> = { [P in T]: ShownBase & Parts[P]['shown'] & { type: P } }[T]
type Authored<T extends TypeName> = { [P in T]: Parts[P]['authored'] & { type: P } }[T]

/** An item as an attempt keeps it: one language, drawn order, key included. It stays on the server. */
export type ShownItem = Shown<TypeName>
type PromptBase = Pick<ShownBase, 'id' | 'points' | 'prompt' | 'hint' | 'language'>
export type PromptOf<T extends TypeName> = { [P in T]: PromptBase & Parts[P]['prompt'] }[T]
/** An item as an open attempt's page gets it. */
export type Prompt = PromptOf<TypeName>

/** A type's views exist, or the check of the views fails: one partial shows its prompt. */
type PromptViews = { [T in TypeName as `quizzes/prompts/${T}`]: { prompt: PromptOf<T> } }
declare module '../platform/web/pages.ts' {
  interface Partials extends PromptViews {}
}

/** What an author wrote, as one attempt keeps it. What the type itself says of the texts goes before what stands there. */
export function showItem<T extends TypeName>(item: Authored<T>, language: Language, draw: Draw): ShownItem {
  const { id, lesson, objective, points } = item
  const prompt = textIn(item.prompt, language)
  const base: ShownBase = {
    id,
    lesson,
    objective,
    points,
    language: prompt.language,
    prompt: prompt.text,
    hint: item.hint ? textIn(item.hint, language).text : null,
    explanation: textIn(item.explanation, language).text,
  }
  const type: ItemTypes[T] = itemTypes[item.type]
  // The pieces belong to one type: the compiler cannot follow that through a spread of a union.
  return { ...base, ...type.show(item, language, draw) } as ShownItem
}

export function promptOf<T extends TypeName>(
  item: Shown<T>,
  response: Response | undefined,
  language: Language,
): Prompt {
  const { id, points, prompt, hint } = item
  const type: ItemTypes[T] = itemTypes[item.type]
  // As in showItem: the pieces belong to one type.
  return { id, points, prompt, hint, language: item.language, ...type.prompt(item, response, language) } as Prompt
}

export function readResponse<T extends TypeName>(item: Shown<T>, sent: Sent): Response | null {
  const type: ItemTypes[T] = itemTypes[item.type]
  return type.read(item, sent)
}

/** The fields of a form that gives the response, by their names on the page. */
export function formOf<T extends TypeName>(item: Shown<T>, response: Response): Record<string, string | string[]> {
  const type: ItemTypes[T] = itemTypes[item.type]
  const fields = Object.entries(type.write(item, response))
  return Object.fromEntries(fields.map(([part, value]) => [part ? `${item.id}.${part}` : item.id, value]))
}

/** The response that states the key; null where a trainer judges. */
export function keyOf<T extends TypeName>(item: Shown<T>, language: Language): Response | null {
  const type: ItemTypes[T] = itemTypes[item.type]
  return type.key(item, language)
}

export function isInDoubt<T extends TypeName>(
  item: Shown<T>,
  response: Response | undefined,
  language: Language,
): boolean {
  const type: ItemTypes[T] = itemTypes[item.type]
  return response !== undefined && type.inDoubt(item, response, language)
}

export function scoreShown<T extends TypeName>(item: Shown<T>, response: Response, language: Language): number | null {
  const type: ItemTypes[T] = itemTypes[item.type]
  return type.score(item, response, language)
}

export function reviewOf<T extends TypeName>(
  item: Shown<T>,
  response: Response | undefined,
  language: Language,
): Review {
  const type: ItemTypes[T] = itemTypes[item.type]
  return type.review(item, response, language)
}

/** The item with the key that a response states; null where this type's key cannot be stated so. */
export function correctItem<T extends TypeName>(
  item: Shown<T>,
  response: Response,
  language: Language,
): ShownItem | null {
  const type: ItemTypes[T] = itemTypes[item.type]
  const corrected = type.correct(item, response, language)
  // As in showItem.
  return corrected && ({ ...item, ...corrected } as ShownItem)
}
