import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { limits } from '../platform/web/limits.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Catalogue } from './catalogue.ts'
import { type Course, type Phase, phases, type Sector, textIn } from './course.ts'
import { type Phrase, titleOf } from './titles.ts'

declare module 'fastify' {
  interface FastifyInstance {
    courses: Catalogue
  }
}

export type ListedCourse = {
  slug: string
  order: number
  title: Phrase
  summary: Phrase
  hours: number
  sectors: Sector[]
  languages: Language[]
}
export type PhaseShelf = { phase: Phase; courses: ListedCourse[] }

declare module '../platform/web/pages.ts' {
  interface Pages {
    front: { shelves: PhaseShelf[] }
    'catalogue/courses': { shelves: PhaseShelf[]; courses: number; hours: number }
    /** `days`: how long an invitation's links hold. */
    privacy: { email: string; days: number }
  }
}

const anyone = { access: 'anyone' } as const

/** The front page and the list of courses. One course's page also shows what the reader has done: see enrolments. */
export const catalogueRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const shelves = (language: Language): PhaseShelf[] =>
    phases.map((phase) => ({
      phase,
      courses: app.courses.list().flatMap((course) => (course.phase === phase ? [listed(course, language)] : [])),
    }))

  app.get('/', { config: anyone }, async (request, reply) =>
    reply.page('front', { shelves: shelves(request.language) }),
  )

  app.get('/courses', { config: anyone }, async (request, reply) => {
    const courses = app.courses.list()
    const hours = courses.reduce((sum, course) => sum + course.hours, 0)
    return reply.page('catalogue/courses', { shelves: shelves(request.language), courses: courses.length, hours })
  })

  app.get('/privacy', { config: anyone }, async (_request, reply) =>
    reply.page('privacy', { email: app.config.mailFrom.replace(/^.*<|>$/g, ''), days: limits.invitationDays }),
  )
}

const listed = (course: Course, language: Language): ListedCourse => ({
  slug: course.slug,
  order: course.order,
  title: titleOf(course, language),
  summary: textIn(course.summary, language),
  hours: course.hours,
  sectors: course.sectors,
  languages: course.languages,
})
