import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findQuiz, type Phase } from '../../catalogue/course.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { readTyped } from '../../platform/web/forms.ts'
import type { Language } from '../../platform/words/languages.ts'
import { commentCharacters, readMarks, storedMarks } from './mark-form.ts'
import { getMarkingAround, getScript, listScripts } from './queries.ts'
import { nextToMark, type QueueQuiz, queueOf } from './queue.ts'
import { reasonCharacters, releaseResults } from './release-results.ts'
import { placeIn, saveMarks } from './save-marks.ts'
import { type ScriptPage, scriptOf, scriptPage } from './script.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'assessment/marking': {
      cohort: { id: string; name: string; phase: Phase | null; time_zone: string; closed_at: Date | null }
      quizzes: QueueQuiz[]
      otherTrainers: number
      reasonCharacters: typeof reasonCharacters
      /** A release that lacked its reason. */
      refused: { quiz: string; reason: string } | null
    }
    'assessment/script': {
      paper: ScriptPage
      back: { href: string; label: string }
      commentCharacters: number
      /** Whether the form is shown again because it was not whole. */
      refused: boolean
    }
  }
}

const id = Type.String({ format: 'uuid' })
const cohort = { config: { access: 'trainer' }, schema: { params: Type.Object({ cohortId: id }) } } as const
const script = {
  config: { access: 'trainer' },
  schema: { params: Type.Object({ cohortId: id, scriptId: id }) },
} as const
const release = {
  config: { access: 'trainer' },
  schema: { params: Type.Object({ cohortId: id, quiz: Type.String({ maxLength: 100 }) }) },
} as const

/** What trainers mark: the scripts of a cohort, one script; and how its results are released. */
export const markingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  type Reader = { accountId: string; language: Language }

  async function queuePage(cohortId: string, { accountId, language }: Reader) {
    const { name, course: slug, time_zone, closed_at } = await getCohort(app.db, cohortId, accountId)
    const course = app.courses.find(slug)
    const scripts = await listScripts(app.db, cohortId)
    const { released, other_trainers } = await getMarkingAround(app.db, cohortId, accountId)
    return {
      cohort: { id: cohortId, name, phase: course?.phase ?? null, time_zone, closed_at },
      quizzes: queueOf({ scripts, released, course, language, markerId: accountId }),
      otherTrainers: other_trainers,
      reasonCharacters,
    }
  }

  app.get('/cohorts/:cohortId/marking', cohort, async (request, reply) => {
    const page = await queuePage(request.params.cohortId, request)
    return reply.page('assessment/marking', { ...page, refused: null })
  })

  app.get('/cohorts/:cohortId/marking/:scriptId', script, async (request, reply) => {
    const { cohortId, scriptId } = request.params
    const { name } = await getCohort(app.db, cohortId, request.accountId)
    const row = await getScript(app.db, scriptId, cohortId)
    const place = placeIn(row, request.accountId, 'any')
    const form = storedMarks(scriptOf(row), row.marks, place)
    return reply.page('assessment/script', {
      paper: scriptPage(row, { course: app.courses.find(row.course), language: request.language, place, form }),
      back: { href: `/cohorts/${cohortId}/marking`, label: name },
      commentCharacters,
      refused: false,
    })
  })

  app.post('/cohorts/:cohortId/marking/:scriptId', script, async (request, reply) => {
    const { cohortId, scriptId } = request.params
    const { accountId: markerId, language } = request
    const { name } = await getCohort(app.db, cohortId, markerId)
    const row = await getScript(app.db, scriptId, cohortId)
    const place = placeIn(row, markerId, 'any')
    const { form, marks } = readMarks(scriptOf(row), request.body)
    const queue = `/cohorts/${cohortId}/marking`
    if (!marks)
      return reply.code(422).page('assessment/script', {
        paper: scriptPage(row, { course: app.courses.find(row.course), language, place, form }),
        back: { href: queue, label: name },
        commentCharacters,
        refused: true,
      })
    await saveMarks(app.db, { scriptId, markerId, asked: 'any', marks, now: app.clock.now() })
    const next = nextToMark(await listScripts(app.db, cohortId), row.quiz, row)
    return reply.redirect(next ? `${queue}/${next}` : queue, 303)
  })

  app.post('/cohorts/:cohortId/quizzes/:quiz/release', release, async (request, reply) => {
    const { cohortId, quiz } = request.params
    const { accountId: trainerId } = request
    const { course } = await getCohort(app.db, cohortId, trainerId)
    const isThere = findQuiz(app.courses.find(course), quiz)
    if (!isThere && !(await listScripts(app.db, cohortId)).some((row) => row.quiz === quiz)) throw new NotFound('quiz')
    const { reason = '' } = readTyped(request.body, ['reason'])
    const services = { db: app.db, courses: app.courses, mail: app.mail, publicUrl: app.config.publicUrl }
    const answer = await releaseResults(services, { cohortId, quiz, trainerId, reason, now: app.clock.now() })
    if (answer === 'released') return reply.redirect(`/cohorts/${cohortId}/marking`, 303)
    const page = await queuePage(cohortId, request)
    return reply.code(422).page('assessment/marking', { ...page, refused: { quiz, reason } })
  })
}
