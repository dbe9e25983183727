import type { TSchema } from 'typebox'
import type { ItemBase } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'

/** What a learner gave: one text, or several in the order given. Kept as typed; a blank one is never stored. */
export type Response = string | string[]

/** What every item of an attempt keeps, as it was shown, in the attempt's language. */
export type ShownBase = {
  id: string
  lesson: string
  objective: string
  points: number
  /** The language of the texts: English where the course has no other. */
  language: Language
  prompt: string
  hint: string | null
  explanation: string
  /** Everybody earns the points: the item was found wanting after it was shown. */
  waived?: boolean
}

/** What a form sent for one item: the texts under its id, and the text of a part of it, `<id>.<part>`. */
export type Sent = { values: string[]; part(name: string): string }

export type Option = { id: string; text: string; feedback: string | null }
/** An option as an open attempt's page gets it: without its feedback. */
export type OptionPrompt = { id: string; text: string }

/** What an attempt's seed decides for one item: the same seed, the same item. */
export type Draw = {
  shuffle<T>(list: readonly T[]): T[]
  /** The next number from 0 (included) to 1 (excluded). */
  random(): number
}

/** A part of an item that is reviewed by itself: a row to match, a cell, a phrase. `given` is null where nothing was. */
export type ReviewPart = { part: string; given: string | null; key: string; right: boolean; understood: number | null }

/** What the review of an item says: what was given, what is right and what there is to say about it, in words. */
export type Review = {
  given: string[]
  key: string[]
  /** For a number: as what it was read. */
  understood: number | null
  /** What the author says about what was given. */
  feedback: string[]
  /** Where this is not empty, it takes the place of `given` and `key`. */
  parts: ReviewPart[]
}

/** One type of item, whole: how an author writes it, how it is shown, how a response is read, marked and reviewed. */
export type ItemType<Authored extends ItemBase, Own, Prompt> = {
  /** Its section in `courses/README.md`, word for word: a sentence, then an example in YAML, which is itself checked. */
  manual: string
  /** Checked when courses are loaded; `problems` says what a shape cannot. */
  schema: TSchema
  problems(item: Authored): { path: string; message: string }[]
  /** The item's own part as an attempt keeps it: in one language, as drawn for this attempt alone. */
  show(item: Authored, language: Language, draw: Draw): Own
  /** What the page of an open attempt is given: never the key. */
  prompt(item: Own, response: Response | undefined, language: Language): Prompt
  /** The response in what a form sent; null when nothing was given. */
  read(item: Own, sent: Sent): Response | null
  /** The form fields that give this response, which `read` reads: the item's own under '', a part's under its name. */
  write(item: Own, response: Response): Record<string, string | string[]>
  /** The response that states the key, as it is typed in the language; null where a trainer judges. */
  key(item: Own, language: Language): Response | null
  /** Whether the response can be read in more than one way, or in none, and must be asked back. */
  inDoubt(item: Own, response: Response, language: Language): boolean
  /** From 0 to 1; null where a trainer has to judge. Never throws: what cannot be read is wrong. */
  score(item: Own, response: Response, language: Language): number | null
  review(item: Own, response: Response | undefined, language: Language): Review
  /** The item with the key that the response states, for a key that was wrong; null where it cannot be stated so. */
  correct(item: Own, response: Response, language: Language): Own | null
}

/** A review without parts. */
export const plainReview = (given: string[], key: string[], feedback: (string | null)[] = []): Review => ({
  given,
  key,
  understood: null,
  feedback: feedback.filter((text) => text !== null),
  parts: [],
})
