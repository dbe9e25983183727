import type { Sex } from '../../accounts/tables.ts'
import { type Language, languageNames, languages } from '../../platform/words/languages.ts'
import { searchKey } from '../../platform/words/names.ts'

const threeLetters: Record<Language, string> = { en: 'eng', fr: 'fra', pt: 'por', es: 'spa', ar: 'ara' }

const byName = new Map<string, Language>()
for (const language of languages) {
  byName.set(language, language).set(threeLetters[language], language).set(searchKey(languageNames[language]), language)
  for (const reader of languages) {
    const name = new Intl.DisplayNames(reader, { type: 'language' }).of(language)
    if (name) byName.set(searchKey(name), language)
  }
}

/** A language from its code, also with a country (`fr-CI`), or from its name in any of our languages. */
export const findLanguage = (text: string): Language | null =>
  byName.get(searchKey(text.replace(/^([a-z]{2})[-_][a-z]{2}$/i, '$1'))) ?? null

const words: Record<Sex, string> = {
  female:
    'f|w|female|woman|femme|féminin|mulher|feminino|feminina|mujer|femenino|femenina|أنثى|انثى|امرأة|إناث|أ|mme|mrs|ms|sra',
  male: 'm|h|male|man|homme|masculin|homem|masculino|hombre|ذكر|رجل|ذكور|ذ|mr|sr',
  undisclosed:
    'x|n/a|na|-|undisclosed|prefer not to say|unknown|other|non précisé|autre|não informado|outro|no informado|otro',
}
const bySex = new Map<string, Sex>()
// The record's own keys are the sexes.
for (const [sex, list] of Object.entries(words))
  for (const word of list.split('|')) bySex.set(searchKey(word), sex as Sex)

/** Empty means that nobody said. Null for what is neither. */
export const findSex = (text: string): Sex | null => bySex.get(searchKey(text)) ?? null

/** Where men are H (hombre, homem, homme), the letter M is for women (mujer, mulher). */
export const meansWomen = (sexes: readonly string[]): boolean => {
  const letters = new Set(sexes.map((text) => text.trim().toLowerCase()))
  return letters.has('h') && letters.has('m') && !letters.has('f')
}
