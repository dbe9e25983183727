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
  explanation: string
}

/** What a form sent for one item: the texts under its id, and the text of a part of it, `<id>.<part>`. */
export type Sent = { values: string[]; part(name: string): string }

export type Option = { id: string; text: string }
export type Shuffle = <T>(list: readonly T[]) => T[]

/** What the review of an item says: what was given, what is right, in words; for a number, what was understood. */
export type Review = { given: string[]; key: string[]; understood: number | null }

/** One type of item, whole: how an author writes it, how it is shown, how a response is read, marked and reviewed. */
export type ItemType<Authored extends ItemBase, Own, Prompt> = {
  /** Checked when courses are loaded; `problems` says what a shape cannot. */
  schema: TSchema
  problems(item: Authored): { path: string; message: string }[]
  /** The item's own part as an attempt keeps it: in one language, in the order drawn for this attempt alone. */
  show(item: Authored, language: Language, shuffle: Shuffle): Own
  /** What the page of an open attempt is given: never the key. */
  prompt(item: Own, response: Response | undefined, language: Language): Prompt
  /** The response in what a form sent; null when nothing was given. */
  read(item: Own, sent: Sent): Response | null
  /** From 0 to 1. Never throws: what cannot be read is wrong. */
  score(item: Own, response: Response, language: Language): number
  review(item: Own, response: Response | undefined, language: Language): Review
}
