/** The languages the machinery serves. Course texts and account settings may be in any of them. */
export const languages = ['en', 'fr', 'pt', 'es', 'ar'] as const
export type Language = (typeof languages)[number]

/** The languages whose words are complete: the ones a page offers to its reader, unless its route offers more. */
export const interfaceLanguages = ['en', 'fr'] as const satisfies readonly Language[]

/** The languages of certificates and of the pages that verify them; test/check/words-in-five.ts says which words that is. */
export const certificateLanguages = languages

/** The language that a letter is written in: one without complete words yet is English. */
export const interfaceLanguageOf = (language: Language): (typeof interfaceLanguages)[number] =>
  interfaceLanguages.find((known) => known === language) ?? 'en'

/** Each language by the name its own speakers look for in a menu. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  fr: 'Français',
  pt: 'Português',
  es: 'Español',
  ar: 'العربية',
}

export const isLanguage = (code: unknown): code is Language => languages.some((language) => language === code)

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** What Intl is given. Officials read amounts beside English documents, so Arabic pages keep the digits 0 to 9. */
export const localeOf = (language: Language): string => (language === 'ar' ? 'ar-u-nu-latn' : language)

/**
 * The language of `among` that a browser asks for first, by weight and then by order; English when none fits.
 * The header comes from outside: parts that make no sense are passed over, and a long one is read only at its start.
 */
export function bestLanguage(acceptLanguage: string | undefined, among: readonly Language[]): Language {
  let best: { language: Language; weight: number } | undefined
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [, code, quality = '1'] =
      /^\s*([a-z]{2})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(part) ?? []
    const language = among.find((one) => one === code?.toLowerCase())
    const weight = Number(quality)
    if (language && weight > (best?.weight ?? 0)) best = { language, weight }
  }
  return best?.language ?? 'en'
}
