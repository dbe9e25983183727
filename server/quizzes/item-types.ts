import { type Item, textIn } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'
import type { ItemType, Response, Review, Sent, ShownBase, Shuffle } from './item-type.ts'
import { type ChoiceItem, type ChoicePrompt, choice, type ShownChoice } from './item-types/choice.ts'
import {
  type MultipleChoiceItem,
  type MultipleChoicePrompt,
  multipleChoice,
  type ShownMultipleChoice,
} from './item-types/multiple-choice.ts'
import { type NumericItem, type NumericPrompt, numeric, type ShownNumeric } from './item-types/numeric.ts'
import { type OrderingItem, type OrderingPrompt, ordering, type ShownOrdering } from './item-types/ordering.ts'

/** The types there are. A new one is a compile error until every part of it is written. */
type Parts = {
  choice: { authored: ChoiceItem; shown: ShownChoice; prompt: ChoicePrompt }
  'multiple-choice': { authored: MultipleChoiceItem; shown: ShownMultipleChoice; prompt: MultipleChoicePrompt }
  numeric: { authored: NumericItem; shown: ShownNumeric; prompt: NumericPrompt }
  ordering: { authored: OrderingItem; shown: ShownOrdering; prompt: OrderingPrompt }
}
type TypeName = keyof Parts

type ItemTypes = { [T in TypeName]: ItemType<Parts[T]['authored'], Parts[T]['shown'], Parts[T]['prompt']> }
export const itemTypes: ItemTypes = { choice, 'multiple-choice': multipleChoice, numeric, ordering }

type Shown<T extends TypeName> = { [P in T]: ShownBase & Parts[P]['shown'] & { type: P } }[T]
type Authored<T extends TypeName> = { [P in T]: Parts[P]['authored'] & { type: P } }[T]

/** An item as an attempt keeps it: one language, drawn order, key included. It stays on the server. */
export type ShownItem = Shown<TypeName>
type PromptBase = Pick<ShownBase, 'id' | 'points' | 'prompt' | 'language'>
/** An item as an open attempt's page gets it. */
export type Prompt = PromptBase & Parts[TypeName]['prompt']
/** An item of a submitted attempt: with the mark, the key and the reason. */
export type ReviewedItem = Omit<ShownBase, 'objective'> & Review & { type: TypeName; raw: number }

export function showItem<T extends TypeName>(item: Authored<T>, language: Language, shuffle: Shuffle): ShownItem {
  const { id, lesson, objective, points } = item
  const prompt = textIn(item.prompt, language)
  const base = { id, lesson, objective, points, language: prompt.language, prompt: prompt.text }
  const type: ItemTypes[T] = itemTypes[item.type]
  // The pieces belong to one type: the compiler cannot follow that through a spread of a union.
  return {
    ...base,
    explanation: textIn(item.explanation, language).text,
    ...type.show(item, language, shuffle),
  } as ShownItem
}

export const showItems = (items: Item[], language: Language, shuffleOf: (itemId: string) => Shuffle): ShownItem[] =>
  items.map((item) => showItem(item, language, shuffleOf(item.id)))

export function promptOf<T extends TypeName>(
  item: Shown<T>,
  response: Response | undefined,
  language: Language,
): Prompt {
  const { id, points, prompt } = item
  const type: ItemTypes[T] = itemTypes[item.type]
  // As in showItem: the pieces belong to one type.
  return { id, points, prompt, language: item.language, ...type.prompt(item, response, language) } as Prompt
}

export function readResponse<T extends TypeName>(item: Shown<T>, sent: Sent): Response | null {
  const type: ItemTypes[T] = itemTypes[item.type]
  return type.read(item, sent)
}

export function scoreShown<T extends TypeName>(item: Shown<T>, response: Response, language: Language): number {
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
