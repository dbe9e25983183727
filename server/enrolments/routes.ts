import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Course, Phase } from '../catalogue/course.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { certificateLanguages, type Language } from '../platform/words/languages.ts'
import { addressOf } from './addresses.ts'
import { type CoursePage, type CourseStanding, coursePage } from './course-page.ts'
import { enrol } from './enrol.ts'
import { type LearningRecord, progressOf } from './progress.ts'
import { findRecord, listRecords } from './queries.ts'
import { closingOf } from './terms.ts'

export type NextStep = { kind: 'lesson' | 'quiz' | 'open-quiz'; title: Phrase; href: string; minutes: number | null }
export type CourseCard = {
  slug: string
  title: Phrase
  phase: Phase
  done: number
  total: number
  completed_at: Date | null
  closing: { at: Date; time_zone: string } | null
  award: 'met' | 'not-met'
  next: NextStep | null
  /** Those in which the learner takes it. */
  cohorts: { id: string; name: string }[]
}

declare module '../platform/web/pages.ts' {
  interface Pages {
    'catalogue/course': {
      course: CoursePage
      standing: CourseStanding | null
      certificate_languages: readonly Language[]
    }
    learning: { today: Date; courses: CourseCard[] }
  }
}

const learner = { access: 'learner' } as const
const params = Type.Object({ course: Type.String() })

export const enrolmentRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/courses/:course', { config: { access: 'anyone' }, schema: { params } }, async (request, reply) => {
    const course = app.courses.get(request.params.course)
    const record = request.account ? await findRecord(app.db, request.account.id, course.slug) : undefined
    const page = coursePage(course, record, request.language)
    return reply.page('catalogue/course', { ...page, certificate_languages: certificateLanguages })
  })

  app.post('/courses/:course/enrolment', { config: learner, schema: { params } }, async (request, reply) => {
    const course = app.courses.get(request.params.course)
    await enrol(app.db, request.accountId, course, app.clock.now())
    return reply.redirect(`/courses/${course.slug}`, 303)
  })

  app.get('/learning', { config: learner }, async (request, reply) => {
    const records = await listRecords(app.db, request.accountId)
    const courses = records.flatMap((record) => {
      const course = app.courses.find(record.course) // a course that was taken off the shelf is passed over
      return course ? [courseCard(course, record, request.language)] : []
    })
    return reply.page('learning', { today: app.clock.now(), courses })
  })
}

function courseCard(
  course: Course,
  record: LearningRecord & Pick<CourseCard, 'completed_at' | 'cohorts'>,
  language: Language,
): CourseCard {
  const { done, total, next, award } = progressOf(course, record)
  return {
    slug: course.slug,
    title: titleOf(course, language),
    phase: course.phase,
    done,
    total,
    completed_at: record.completed_at,
    closing: closingOf(record.terms),
    cohorts: record.cohorts,
    award: award.met ? 'met' : 'not-met',
    next: next && {
      kind: next.activity.kind === 'lesson' ? 'lesson' : next.state === 'open' ? 'open-quiz' : 'quiz',
      title: titleOf(next.activity, language),
      href: addressOf(course.slug, next),
      minutes: next.activity.kind === 'lesson' ? next.activity.minutes : null,
    },
  }
}
