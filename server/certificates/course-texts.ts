import { type Course, type Lesson, textIn } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Language } from '../platform/words/languages.ts'
import type { CourseTexts } from './record.ts'

/**
 * The texts of a course and of its programme in a language, and in English what the course does not have in it. Texts of
 * one kind stand in one language: a list that is translated in part is English.
 */
export function courseTexts(course: Course, programme: Phrase | null, language: Language): CourseTexts {
  const title = titleOf(course, language)
  const summary = textIn(course.summary, language)
  const objectives = allIn(language, (one) => course.objectives.map(({ text }) => textIn(text, one)))
  const modules = allIn(language, (one) => course.modules.map((module) => textIn(module.title, one)))
  const lessonsOf = (one: Language) =>
    course.modules.map(({ activities }) =>
      activities.flatMap((activity) => (activity.kind === 'lesson' ? [lessonTitle(activity, one)] : [])),
    )
  const lessons = allIn(language, (one) => lessonsOf(one).flat())
  return {
    course_title: title.text,
    course_summary: summary.text,
    objectives: objectives.texts,
    modules: lessonsOf(lessons.language).map((titles, index) => ({
      title: modules.texts[index] ?? '',
      lessons: titles.map(({ text }) => text),
    })),
    programme: programme?.text ?? null,
    texts_in: {
      title: title.language,
      summary: summary.language,
      objectives: objectives.language,
      modules: modules.language,
      lessons: lessons.language,
      programme: programme?.language ?? language,
    },
  }
}

/** The title that a certificate gives: also where the lesson itself cannot be read in that language. */
function lessonTitle(lesson: Lesson, language: Language): Phrase {
  const title = lesson.texts[language]?.title ?? lesson.titles?.[language]
  return title ? { text: title, language } : titleOf(lesson, 'en')
}

function allIn(language: Language, phrasesIn: (language: Language) => Phrase[]) {
  const own = phrasesIn(language)
  const whole = own.every((phrase) => phrase.language === language)
  const texts = (whole ? own : phrasesIn('en')).map(({ text }) => text)
  return { texts, language: whole ? language : ('en' as const) }
}
