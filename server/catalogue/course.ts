import type { Html } from '../platform/web/pages.ts'
import type { Language } from '../platform/words/languages.ts'

/** A few words in the languages they exist in; English is always there. */
export type Text = { en: string } & Partial<Record<Language, string>>

export const phases = ['prepare', 'negotiate', 'monitor'] as const
export type Phase = (typeof phases)[number]

export const sectors = ['mining', 'petroleum', 'land', 'infrastructure'] as const
export type Sector = (typeof sectors)[number]

/** The types of item. The quizzes feature adds them: each has the fields of `ItemBase` and its own. */
// biome-ignore lint/suspicious/noEmptyInterface: open on purpose, see above.
export interface Items {}
export type Item = Items[keyof Items]

/** What every item has, whatever its type. */
export type ItemBase = {
  id: string
  objective: string
  /** The lesson that teaches it, where the review leads back to. */
  lesson: string
  points: number
  prompt: Text
  /** Help that may be opened before responding. */
  hint?: Text
  explanation: Text
  /** Options stay in the order of the file; otherwise each attempt shuffles them. */
  keep_order?: boolean
}

export type Course = {
  slug: string
  order: number
  phase: Phase
  /** The place on the roadmap of the Negotiation Support Portal that the course serves. */
  portal: { stage: 1 | 2 | 3 | 4; step: string }
  sectors: Sector[]
  audience: Text
  hours: number
  /** How long a certificate of the course holds; absent where it does not end. */
  valid_months?: number
  version: string
  /** The languages in which every lesson can be read. */
  languages: Language[]
  title: Text
  summary: Text
  objectives: { id: string; text: Text }[]
  modules: Module[]
  /**
   * Achievement: every lesson done, the quiz passed and, where there is one, the graded task. Participation: the share of
   * activities, 0 to 1, that are done; absent where the course confirms none. `renewal` names the quiz that renews a
   * certificate.
   */
  award: { lessons: 'all'; quiz: string; task?: string; participation?: number; renewal?: string }
  /** No activity of the course: it counts in nobody's progress, and only who holds a certificate that ends takes it. */
  renewal: Quiz | null
  /** SHA-256 of all files of the course, in hexadecimal. */
  hash: string
  /** Those of all modules, in order. */
  activities: Activity[]
}
export type Module = { id: string; title: Text; activities: Activity[] }
export type Activity = Lesson | Quiz

export type Lesson = {
  kind: 'lesson'
  slug: string
  /** Its place among the lessons of the course, from 1. */
  number: number
  /** The id of its module. */
  module: string
  minutes: number
  texts: { en: LessonText } & Partial<Record<Language, LessonText>>
  /** Its title in languages that it cannot be read in: for certificates. */
  titles?: Partial<Record<Language, string>>
}
export type LessonText = {
  title: string
  /** The opening paragraph, without its `<p>`. */
  lede: Html
  /** Everything after it. */
  html: Html
  /** As counted for the length of a lesson: without "Read more" and footnotes. */
  words: number
  /** The second-level headings; `id` is the fragment that leads there. */
  sections: { id: string; title: string }[]
}

export type Quiz = {
  kind: 'quiz'
  slug: string
  /** The id of its module; empty for the renewal quiz, which stands in none. */
  module: string
  title: Text
  /** From 0 to 1; 0 where there is nothing to pass, as in a pre-test. */
  pass_mark_scaled: number
  /** Its own items, or those of the bank it draws from. */
  items: Item[]
  /** How many items of each objective an attempt gets; null where it gets all of them. */
  draw: { objective: string; count: number }[] | null
  /** A pre-test and a post-test share a bank, and no learner meets an item in both. */
  form: 'pre' | 'post' | null
  shuffle_items: boolean
  /** Not counted in a learner's progress, nor proposed as the next step. */
  optional: boolean
  rules: QuizRules
}

export const deadlineRules = ['mark', 'void'] as const
export const feedbackRules = ['attempt', 'passed', 'cohort-closed'] as const

/** The written rules of a quiz. An attempt keeps those it was started under. */
export type QuizRules = {
  time_limit_minutes: number | null
  /** At the deadline what is stored is marked, or the attempt earns nothing. */
  at_deadline: (typeof deadlineRules)[number]
  attempts_allowed: number | null
  /** From handing in to the next start; 0 for none. */
  wait_minutes: number
  /** When keys, feedback and explanations are shown: after each attempt, once passed, once the cohort has closed. */
  feedback: (typeof feedbackRules)[number]
  /** How a trainer marks extended text: without names, and twice where the pass mark is near. */
  marking: { anonymous: boolean; second_marker: boolean }
}

/** The lesson or the quiz of a course, its renewal quiz too, by the name of its file, which one of either kind may have. */
export const findLesson = (course: Course, slug: string): Lesson | undefined =>
  course.activities.find((one): one is Lesson => one.kind === 'lesson' && one.slug === slug)
export const findQuiz = (course: Course | undefined, slug: string): Quiz | undefined =>
  course?.activities.find((one): one is Quiz => one.kind === 'quiz' && one.slug === slug) ??
  (course?.renewal?.slug === slug ? course.renewal : undefined)

/** How many items an attempt at the quiz has. */
export const itemCount = ({ items, draw }: Pick<Quiz, 'items' | 'draw'>): number =>
  draw ? draw.reduce((sum, { count }) => sum + count, 0) : items.length

/** The text in a language, or else in English; `language` says which it is, for the page's `lang`. */
export function textIn(text: Text, language: Language): { text: string; language: Language } {
  const own = text[language]
  return own === undefined ? { text: text.en, language: 'en' } : { text: own, language }
}

/** The lesson in a language, or else in English, as with `textIn`. */
export function lessonIn(lesson: Lesson, language: Language): { text: LessonText; language: Language } {
  const own = lesson.texts[language]
  return own === undefined ? { text: lesson.texts.en, language: 'en' } : { text: own, language }
}
