import { countryName } from '../../../platform/words/countries.ts'
import type { Language } from '../../../platform/words/languages.ts'

type Places = { capacity: number | null; people: number; waiting: number }

/** Whether who comes now has to wait: those who wait already come first. */
export const isFull = ({ capacity, people, waiting }: Places): boolean =>
  capacity !== null && people + waiting >= capacity

/** Somebody on the waiting list, as the cohort's trainers see them. */
export type Waiting = { id: string; name: string; institution: string; country: string; asked_at: Date }

export const waitingIn = (
  row: { id: string; name: string; institution: string; country_code: string; asked_at: string },
  language: Language,
): Waiting => {
  const { id, name, institution, country_code, asked_at } = row
  return { id, name, institution, country: countryName(country_code, language), asked_at: new Date(asked_at) }
}
