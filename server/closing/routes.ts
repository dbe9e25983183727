import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { readLanguageChoice } from '../certificates/language-choice.ts'
import { type CohortSummary, summaryOf } from '../cohorts/cohort-summary.ts'
import { getCohort } from '../cohorts/queries.ts'
import { inTransaction } from '../platform/data/database.ts'
import { Conflict } from '../platform/web/errors.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import { certificateLanguages, type Language } from '../platform/words/languages.ts'
import { bundleSizes } from './certificates/bundle-size.ts'
import { type IssuingServices, issueCertificates } from './certificates/issue-certificates.ts'
import { runOf } from './certificates/run.ts'
import { type CertificatesDue, certificatesJob, sendRun, startRun } from './certificates/start-run.ts'
import { closeWithAttempts } from './close-cohort.ts'
import { asStanding, type ClosingPage, closesFrom, closingPage } from './closing-page.ts'
import { mayClose, obstaclesTo, readTicks, untickedProblems } from './obstacles.ts'
import { getClosing, listClosingPeople } from './queries.ts'
import { isDue, standings } from './standing.ts'
import './tables.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'closing/closing': {
      cohort: CohortSummary
      page: ClosingPage
      from: string
      standings: typeof standings
      confidential: boolean
      watched: boolean
      /** Megabytes of the files that hold all certificates. */
      sizes: ReturnType<typeof bundleSizes>
      typed: Typed
      problems: Problems
      /** The form that issues everybody's certificates. */
      press: { among: readonly Language[]; typed: Typed; problems: Problems }
    }
  }
  interface Partials {
    'closing/lacking': { person: ClosingPage['people'][number] }
  }
}

const trainer = { access: 'trainer' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const list = Type.Object({
  only: Type.Optional(Type.String()),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** Whether the page comes again by itself while a run is under way: only for who has just pressed, or asks for it. */
  watch: Type.Optional(Type.String()),
})
/** Often enough to watch, and no burden to a weak line. */
const refreshSeconds = 10

/** The end of a cohort: what is missing for whom, everybody's certificates, and the closing itself. */
export const closingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.jobs.define<CertificatesDue>(certificatesJob, (due) => {
    const { db, clock, courses, mail, config } = app
    const { issuer, publicUrl } = config
    const log = (error: unknown) => app.log.error({ err: error }, 'a certificate could not be issued')
    const services: IssuingServices = { db, clock, courses, mail, issuer, publicUrl, log }
    return issueCertificates(services, due)
  })

  async function closingProps(request: FastifyRequest<{ Params: { cohortId: string } }>) {
    const now = app.clock.now()
    const { accountId: trainerId, language } = request
    const cohort = await getCohort(app.db, request.params.cohortId, trainerId)
    const course = app.courses.get(cohort.course)
    const closing = await getClosing(app.db, cohort, now)
    const members = await listClosingPeople(app.db, cohort)
    const { only, page = 1 } = request.query as { only?: string; page?: number } // what the schema let through
    const asked = { cohort, course, trainerId, language, now }
    const shown = closingPage(asked, closing, members, { only: asStanding(only), page })
    return {
      cohort: summaryOf(cohort, app.courses, language, now),
      page: shown,
      sizes: bundleSizes(shown.counts.issued),
      from: closesFrom(cohort),
      confidential: cohort.confidential,
      standings,
      press: { among: certificateLanguages, typed: {}, problems: {} },
    }
  }

  const onePage = { config: trainer, schema: { params, querystring: list } }
  app.get('/cohorts/:cohortId/closing', onePage, async (request, reply) => {
    const props = await closingProps(request)
    const { run } = props.page
    const watched = request.query.watch === 'yes' && run !== null && !run.ended_at && !run.stalled
    if (watched) reply.header('refresh', refreshSeconds)
    return reply.page('closing/closing', { ...props, watched, typed: {}, problems: {} })
  })

  const oneCohort = { config: trainer, schema: { params } }
  app.post('/cohorts/:cohortId/certificates', oneCohort, async (request, reply) => {
    const now = app.clock.now()
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const closing = await getClosing(app.db, cohort, now)
    const under = closing.run && !closing.run.ended_at ? closing.run : null
    if (under) {
      if (runOf(closing, now)?.stalled) await inTransaction(app.db, (trx) => sendRun(trx, app.jobs, under.id))
    } else {
      const chosen = readLanguageChoice(request.body, { id: 'all', own: null })
      if (!chosen.ok) {
        const press = { among: certificateLanguages, ...chosen }
        const props = { ...(await closingProps(request)), watched: false, typed: {}, problems: {}, press }
        return reply.code(422).page('closing/closing', props)
      }
      const course = app.courses.get(cohort.course)
      const due = (await listClosingPeople(app.db, cohort)).filter((member) => isDue(course, member))
      const learnerIds = due.map(({ id }) => id)
      const start = { cohortId: cohort.id, trainerId: request.accountId, learnerIds, languages: chosen.values }
      await startRun(app.db, app.jobs, start, now)
    }
    return reply.redirect(`/cohorts/${cohort.id}/closing?watch=yes#certificates`, 303)
  })

  app.post('/cohorts/:cohortId/closing', oneCohort, async (request, reply) => {
    const now = app.clock.now()
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const closing = await getClosing(app.db, cohort, now)
    const address = `/cohorts/${cohort.id}/closing`
    if (closing.closed_at) return reply.redirect(address, 303)
    if (!mayClose(closing, request.accountId)) throw new Conflict('lead_closes')
    const ticks = readTicks(request.body)
    const untouched = untickedProblems(obstaclesTo(closing, cohort, now), ticks)
    const problems =
      Object.keys(untouched).length > 0
        ? untouched
        : await closeWithAttempts(app.db, app.courses, { cohort, trainerId: request.accountId, ticks }, now)
    if (Object.keys(problems).length === 0) return reply.redirect(address, 303)
    return reply
      .code(422)
      .page('closing/closing', { ...(await closingProps(request)), watched: false, typed: ticks, problems })
  })
}
