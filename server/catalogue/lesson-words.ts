import type { Language } from '../platform/words/languages.ts'
import { translator } from '../platform/words/messages.ts'

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

export function lessonWords(language: Language): LessonWords {
  const t = translator(language)
  return {
    example: t('lesson.word.example'),
    mistake: t('lesson.word.mistake'),
    note: t('lesson.word.note'),
    readMore: t('lesson.word.read_more'),
    glossary: t('lesson.word.glossary'),
    otherLanguage: t('lesson.word.other_language'),
    separator: t('lesson.word.separator'),
    footnotes: t('lesson.word.footnotes'),
    backToText: t('lesson.word.back_to_text'),
  }
}
