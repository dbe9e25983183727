import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Phrase } from '../catalogue/titles.ts'
import { programmeTitle } from '../cohorts/programmes/programmes.ts'
import { type Problems, readLongText } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import type { Language } from '../platform/words/languages.ts'
import { getCohortOfAll, listClosedCohorts } from './queries.ts'
import { reopenCohort } from './reopen-cohort.ts'

type ClosedCohort = {
  id: string
  name: string
  programme: Phrase
  closed_at: Date
  closed_by: string | null
  time_zone: string
}
declare module '../platform/web/pages.ts' {
  interface Pages {
    'closing/closed-cohorts': {
      cohorts: ClosedCohort[]
      before: string | null
      after: string | null
      /** What was typed for which cohort, where it was not enough. */
      form: { id: string; reason: string; problems: Problems } | null
    }
  }
}

const administrator = { access: 'administrator' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const list = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) })
const reasonCharacters = { least: 10, most: 500 }

/** Only an administrator opens a closed cohort again, and says why. */
export const reopeningRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const address = '/admin/cohorts/closed'

  async function closedCohorts(page: number, language: Language) {
    const offset = (page - 1) * limits.listLength
    // One more than is shown tells whether there are others.
    const found = await listClosedCohorts(app.db, { limit: limits.listLength + 1, offset })
    return {
      cohorts: found.slice(0, limits.listLength).map(({ title_en, title_fr, course, ...cohort }) => ({
        ...cohort,
        programme: programmeTitle({ title_en, title_fr }, language),
      })),
      before: page > 1 ? `${address}?page=${page - 1}` : null,
      after: found.length > limits.listLength ? `${address}?page=${page + 1}` : null,
    }
  }

  app.get(address, { config: administrator, schema: { querystring: list } }, async (request, reply) => {
    const page = await closedCohorts(request.query.page ?? 1, request.language)
    return reply.page('closing/closed-cohorts', { ...page, form: null })
  })

  const oneCohort = { config: administrator, schema: { params } }
  app.post('/admin/cohorts/:cohortId/reopening', oneCohort, async (request, reply) => {
    const { id, closed_at } = await getCohortOfAll(app.db, request.params.cohortId)
    const { text: reason, problem } = readLongText(request.body, 'reason', reasonCharacters)
    if (closed_at && problem) {
      const problems: Problems = { [`reason-${id}`]: 'reopening.reason.wrong' }
      const page = await closedCohorts(1, request.language)
      return reply.code(422).page('closing/closed-cohorts', { ...page, form: { id, reason, problems } })
    }
    const reopening = { cohortId: id, accountId: request.accountId, reason }
    await reopenCohort(app.db, reopening, app.clock.now())
    return reply.redirect(address, 303)
  })
}
