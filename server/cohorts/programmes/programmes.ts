import type { Phrase } from '../../catalogue/titles.ts'
import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import type { Language } from '../../platform/words/languages.ts'
import { cleanName } from '../../platform/words/names.ts'
import { type Period, readPeriod } from '../period.ts'

export type ProgrammeDetails = Period & { title_en: string; title_fr: string; funder: string }

/** A programme's title in French for who reads French, in English for everybody else. */
export const programmeTitle = (programme: { title_en: string; title_fr: string }, language: Language): Phrase =>
  language === 'fr' ? { text: programme.title_fr, language } : { text: programme.title_en, language: 'en' }

const fields = ['title_en', 'title_fr', 'funder', 'starts_on', 'ends_on'] as const

export function readProgramme(
  body: unknown,
): { ok: true; values: ProgrammeDetails; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, fields)
  const problems: Problems = {}
  const title_en = cleanName(typed.title_en ?? '')
  const title_fr = cleanName(typed.title_fr ?? '')
  const funder = cleanName(typed.funder ?? '')
  if (!title_en) problems.title_en = 'programme.title_en.missing'
  if (!title_fr) problems.title_fr = 'programme.title_fr.missing'
  if (!funder) problems.funder = 'programme.funder.missing'
  const { period, problems: wrongDays } = readPeriod(typed)
  Object.assign(problems, wrongDays)
  if (!title_en || !title_fr || !funder || !period) return { ok: false, problems, typed }
  return { ok: true, values: { title_en, title_fr, funder, ...period }, typed }
}
