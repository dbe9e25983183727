import type { Language } from '../platform/words/languages.ts'

/** The words that a lesson's own markup needs, in the lesson's language. */
export type LessonWords = {
  example: string
  mistake: string
  note: string
  /** What the heading of the last section says. */
  readMore: string
  glossary: string
  /** Before the term in the other language: French beside English, English beside every other. */
  otherLanguage: string
  /** Between a label and what it labels. */
  separator: string
  footnotes: string
  backToText: string
}

const english: LessonWords = {
  example: 'Worked example',
  mistake: 'Typical mistake',
  note: 'Note',
  readMore: 'Read more',
  glossary: 'Glossary',
  otherLanguage: 'In French',
  separator: ': ',
  footnotes: 'Footnotes',
  backToText: 'Back to the text',
}

const french: LessonWords = {
  example: 'Exemple chiffré',
  mistake: 'Erreur fréquente',
  note: 'À noter',
  readMore: 'Pour en savoir plus',
  glossary: 'Glossaire',
  otherLanguage: 'En anglais',
  separator: '\u00a0: ',
  footnotes: 'Notes',
  backToText: 'Retour au texte',
}

/** For the checker and for tests; the pages pass the words of the locale files. */
export const defaultLessonWords = (language: Language): LessonWords => (language === 'fr' ? french : english)
