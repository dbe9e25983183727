import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import { isoDate } from '../../platform/words/dates.ts'
import { putWish } from '../discussion/digest/queries.ts'
import { type DiscussedModule, discussedModules } from '../discussion/modules.ts'
import { linkedText, type TextPart } from '../linked-text.ts'
import { closesAt } from '../period.ts'
import { type CohortPageRow, getCohortFor, getCohortPage, newestMessages } from './queries.ts'

/** `author` is null once the account is erased. */
type MessageLine = { id: string; subject: string; sent_at: Date; author: string | null }

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/learning/cohort': {
      cohort: {
        id: string
        name: string
        starts_on: string
        ends_on: string
        time_zone: string
        host_institution: string
        place: string
        leads: boolean
        confidential: boolean
        closed_at: Date | null
      }
      course: { slug: string; title: Phrase }
      /** A last day of the learner's own after the cohort's, 'YYYY-MM-DD'; null for who has none. */
      own_last_day: string | null
      trainers: string[]
      /** The newest in its words; the ones before it by subject; and whether there are more. */
      newest: (MessageLine & { words: TextPart[] }) | null
      earlier: MessageLine[]
      more: boolean
      modules: DiscussedModule[]
      wants_letters: boolean
    }
  }
}

const reader = { access: 'learner' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })

/** A cohort as its people meet it: what it is, what its trainers wrote, and what is discussed. */
export const learnersCohortRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/learning/cohorts/:cohortId', { config: reader, schema: { params } }, async (request, reply) => {
    const cohort = await getCohortPage(app.db, request.params.cohortId, request.accountId)
    const course = app.courses.get(cohort.course)
    const [newest, ...earlier] = cohort.messages
      .slice(0, newestMessages)
      .map((message) => ({ ...message, sent_at: new Date(message.sent_at) }))
    return reply.page('cohorts/learning/cohort', {
      cohort,
      course: { slug: course.slug, title: titleOf(course, request.language) },
      own_last_day: ownLastDay(cohort),
      trainers: cohort.trainers.map(({ name }) => name),
      newest: newest ? { ...newest, words: linkedText(newest.text) } : null,
      earlier,
      more: cohort.messages.length > newestMessages,
      modules: discussedModules(course, cohort.modules, request.language),
      wants_letters: cohort.wants_letters ?? true,
    })
  })

  app.post('/learning/cohorts/:cohortId/digest', { config: reader, schema: { params } }, async (request, reply) => {
    const { id } = await getCohortFor(app.db, request.params.cohortId, request.accountId)
    const wanted = (request.body as { wanted?: unknown } | null)?.wanted === 'yes'
    await putWish(app.db, { cohort_id: id, account_id: request.accountId, wanted }, app.clock.now())
    return reply.redirect(`/learning/cohorts/${id}#letters`, 303)
  })
}

function ownLastDay(cohort: CohortPageRow): string | null {
  const { closes_at, time_zone } = cohort
  return closes_at && closes_at > closesAt(cohort) ? isoDate(new Date(closes_at.getTime() - 1), time_zone) : null
}
