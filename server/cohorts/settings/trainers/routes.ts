import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problems, Typed } from '../../../platform/web/forms.ts'
import { readTyped } from '../../../platform/web/forms.ts'
import type { Language } from '../../../platform/words/languages.ts'
import { type CohortSummary, summaryOf } from '../../cohort-summary.ts'
import { getCohort } from '../../queries.ts'
import { addTrainer, handLead, removeTrainer } from './change-trainers.ts'
import { listProgrammeTrainers } from './queries.ts'
import { mayChange, type ProgrammeTrainer } from './trainers.ts'

declare module '../../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/trainers': {
      cohort: CohortSummary
      trainers: ProgrammeTrainer[]
      /** Those of the programme who are not in the cohort yet. */
      others: { value: string; label: string }[]
      led: boolean
      may_change: boolean
      typed: Typed
      problems: Problems
    }
  }
}

const trainer = { access: 'trainer' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const oneTrainer = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  trainerId: Type.String({ format: 'uuid' }),
})

/** The trainers of a cohort: everybody of them sees it, and who leads changes it. */
export const cohortTrainerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const trainersPage = async (cohortId: string, { accountId, language }: { accountId: string; language: Language }) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const all = await listProgrammeTrainers(app.db, cohort)
    const trainers = all.filter((one) => one.in_cohort).sort((a, b) => Number(b.lead) - Number(a.lead))
    const others = all.filter((one) => !one.in_cohort)
    return {
      cohort: summaryOf(cohort, app.courses, language, app.clock.now()),
      trainers,
      others: others.map(({ id, name, institution }) => ({ value: id, label: `${name}, ${institution}` })),
      led: trainers.some(({ lead }) => lead),
      may_change: !cohort.closed_at && mayChange(all, accountId),
      typed: {},
      problems: {},
    }
  }

  app.get('/cohorts/:cohortId/trainers', { config: trainer, schema: { params } }, async (request, reply) =>
    reply.page('cohorts/trainers', await trainersPage(request.params.cohortId, request)),
  )

  app.post('/cohorts/:cohortId/trainers', { config: trainer, schema: { params } }, async (request, reply) => {
    const { cohortId } = request.params
    const page = await trainersPage(cohortId, request)
    const typed = readTyped(request.body, ['trainer_id'])
    const known = [...page.others.map(({ value }) => value), ...page.trainers.map(({ id }) => id)]
    const trainerId = known.find((id) => id === typed.trainer_id)
    if (!trainerId)
      return reply
        .code(422)
        .page('cohorts/trainers', { ...page, typed, problems: { trainer_id: 'trainers.trainer_id.missing' } })
    await addTrainer(app.db, { cohortId, actorId: request.accountId, trainerId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/trainers`, 303)
  })

  const one = { config: trainer, schema: { params: oneTrainer } }
  app.post('/cohorts/:cohortId/trainers/:trainerId/lead', one, async (request, reply) => {
    const { cohortId, trainerId } = request.params
    await getCohort(app.db, cohortId, request.accountId)
    await handLead(app.db, { cohortId, actorId: request.accountId, trainerId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/trainers`, 303)
  })

  app.post('/cohorts/:cohortId/trainers/:trainerId/removal', one, async (request, reply) => {
    const { cohortId, trainerId } = request.params
    await getCohort(app.db, cohortId, request.accountId)
    await removeTrainer(app.db, { cohortId, actorId: request.accountId, trainerId }, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/trainers`, 303)
  })
}
