import type { Course } from '../../catalogue/course.ts'
import { quizTitle, titleOf } from '../../catalogue/titles.ts'
import { addressOf } from '../../enrolments/addresses.ts'
import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { interfaceLanguageOf, type Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Reason } from './reasons.ts'
import type { StuckPerson } from './stuck-people.ts'

export const letterCharacters = 3_000

export type Written = { subject: string; text: string }
type About = {
  course: Course
  cohort: { name: string; confidential: boolean }
  trainer: { name: string; email: string }
  publicUrl: string
}

/**
 * A polite letter about the most urgent reason, in French for who reads French and in English for everybody else. A
 * letter leaves the house: that of a confidential cohort says nothing of what was done, passed or failed.
 */
export function letterTo({ name, language: read, reasons: [reason], next }: StuckPerson, about: About): Written {
  const language = interfaceLanguageOf(read)
  const t = translator(language)
  const course = titleOf(about.course, language).text
  const figures = { course, cohort: about.cohort.name, ...figuresOf(reason, about.course, language) }
  const kind = about.cohort.confidential ? 'confidential' : reason.kind
  const shown = about.cohort.confidential ? null : next
  const path = shown ? addressOf(about.course.slug, { ...shown, open: null }) : `/courses/${about.course.slug}`
  const text = t('stuck.letter.text', {
    name,
    reason: t(`stuck.letter.${kind}`, figures),
    next: shown ? titleOf(shown.activity, language).text : course,
    address: about.publicUrl + path,
    email: about.trainer.email,
    trainer: about.trainer.name,
    cohort: about.cohort.name,
  })
  return { subject: t(`stuck.letter.${kind}.subject`, figures), text }
}

/** Every template may use every figure; those that its reason lacks stand in none of its words. */
function figuresOf(reason: Reason, course: Course, language: Language) {
  const figures = { last_day: '', left: 0, total: 0, quiz: '', times: 0, days: 0, done: 0 }
  if (reason.kind === 'deadline') return { ...figures, ...reason, last_day: formatDate(reason.last_day, language) }
  if (reason.kind !== 'failed_twice') return { ...figures, ...reason }
  return { ...figures, ...reason, quiz: quizTitle(course, reason.quiz, language).text }
}

/** The letter as the trainer changed it. */
export function readLetter(
  body: unknown,
): { ok: true; values: Written; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const subject = (readTyped(body, ['subject']).subject ?? '').toWellFormed()
  const { text, problem } = readLongText(body, 'text', { least: 1, most: letterCharacters })
  const problems: Problems = {}
  if (!subject || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) problems.subject = 'stuck.subject.missing'
  if (problem) problems.text = 'stuck.text.missing'
  const typed = { subject, text }
  return Object.keys(problems).length > 0 ? { ok: false, problems, typed } : { ok: true, values: typed, typed }
}
