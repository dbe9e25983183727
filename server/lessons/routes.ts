import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  type Course,
  findLesson,
  type Lesson,
  type LessonText,
  lessonIn,
  type Phase,
  textIn,
} from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { addressOf } from '../enrolments/addresses.ts'
import { nothingDone, progressOf } from '../enrolments/progress.ts'
import { findDone } from '../enrolments/queries.ts'
import { NotFound } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import { completeLesson } from './complete-lesson.ts'

type Neighbour = { href: string; title: Phrase } | null
type OutlineEntry = { title: Phrase; href: string; done: boolean; current: boolean }
declare module '../platform/web/pages.ts' {
  interface Pages {
    'lessons/lesson': {
      course: { slug: string; title: Phrase; phase: Phase; lessons: number }
      lesson: { slug: string; number: number; minutes: number }
      text: LessonText
      textLanguage: Language
      enrolled: boolean
      completed_at: Date | null
      outline: { title: Phrase; entries: OutlineEntry[] }[]
      before: Neighbour
      after: Neighbour
    }
  }
}

const learner = { access: 'learner' } as const
const params = Type.Object({ course: Type.String(), lesson: Type.String() })

export const lessonRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const getLesson = (address: { course: string; lesson: string }): { course: Course; lesson: Lesson } => {
    const course = app.courses.get(address.course)
    const lesson = findLesson(course, address.lesson)
    if (!lesson) throw new NotFound('lesson')
    return { course, lesson }
  }

  app.get('/courses/:course/lessons/:lesson', { config: learner, schema: { params } }, async (request, reply) => {
    const { course, lesson } = getLesson(request.params)
    const done = await findDone(app.db, request.accountId, course.slug)
    const { states } = progressOf(course, { ...nothingDone, ...done })
    const entries = states.map((state) => ({
      title: titleOf(state.activity, request.language),
      href: addressOf(course.slug, state),
      done: state.state === 'done',
      current: state.activity === lesson,
      module: state.activity.module,
    }))
    const index = entries.findIndex(({ current }) => current)
    const state = states[index]
    const { text, language } = lessonIn(lesson, request.language)
    return reply.page('lessons/lesson', {
      course: {
        slug: course.slug,
        title: titleOf(course, request.language),
        phase: course.phase,
        lessons: course.activities.filter(({ kind }) => kind === 'lesson').length,
      },
      lesson: { slug: lesson.slug, number: lesson.number, minutes: lesson.minutes },
      text,
      textLanguage: language,
      enrolled: done !== undefined,
      completed_at: state && 'at' in state && state.at ? new Date(state.at) : null,
      outline: course.modules.map(({ id, title }) => ({
        title: textIn(title, request.language),
        entries: entries.filter(({ module }) => module === id),
      })),
      before: entries[index - 1] ?? null,
      after: entries[index + 1] ?? null,
    })
  })

  app.post(
    '/courses/:course/lessons/:lesson/completion',
    { config: learner, schema: { params } },
    async (request, reply) => {
      const { course, lesson } = getLesson(request.params)
      await completeLesson(app.db, request.accountId, course, lesson, app.clock.now())
      const after = course.activities[course.activities.indexOf(lesson) + 1]
      const onward = after ? `/${after.kind === 'lesson' ? 'lessons' : 'quizzes'}/${after.slug}` : ''
      return reply.redirect(`/courses/${course.slug}${onward}`, 303)
    },
  )
}
