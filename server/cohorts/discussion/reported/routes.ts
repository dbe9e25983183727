import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { limits } from '../../../platform/web/limits.ts'
import { type PageLinks, pageOf } from '../../list-pages.ts'
import { getCohort } from '../../queries.ts'
import { addressOfPost } from '../addresses.ts'
import { type PostForm, readReason, reasonCharacters } from '../posts/post-form.ts'
import { hidePost, leavePost, markAnswer, showPost, unmarkAnswer } from './moderate.ts'
import { listReported } from './queries.ts'
import { getReportable, reportPost } from './report-post.ts'
import { type ReportedPost, reportedPost } from './reported-page.ts'

declare module '../../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/discussion/report': {
      cohort: { id: string; name: string; leads: boolean }
      post: { id: string; address: string }
      form: PostForm
      most: number
    }
    'cohorts/discussion/reported': PageLinks & {
      cohort: { id: string; name: string; time_zone: string }
      posts: ReportedPost[]
    }
  }
}

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ cohortId: id, postId: id })
const listQuery = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) })

/** What is said to trainers about a post, and what they do about it. */
export const reportedPostRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const reader = { config: { access: 'learner' } as const, schema: { params } }
  async function reportPage({ cohortId, postId }: { cohortId: string; postId: string }, accountId: string) {
    const { cohort, post } = await getReportable(app.db, { cohortId, postId, accountId })
    return { cohort, post: { id: postId, address: addressOfPost(cohortId, post) }, most: reasonCharacters }
  }

  app.get('/learning/cohorts/:cohortId/posts/:postId/report', reader, async (request, reply) => {
    const props = await reportPage(request.params, request.accountId)
    return reply.page('cohorts/discussion/report', { ...props, form: { typed: {}, problems: {} } })
  })

  app.post('/learning/cohorts/:cohortId/posts/:postId/report', reader, async (request, reply) => {
    const { params, accountId } = request
    const form = readReason(request.body)
    if (!form.ok)
      return reply.code(422).page('cohorts/discussion/report', { ...(await reportPage(params, accountId)), form })
    const post = await reportPost(app.db, { ...params, accountId, reason: form.reason }, app.clock.now())
    const [path = '', anchor] = addressOfPost(params.cohortId, post).split('#')
    return reply.redirect(`${path}${path.includes('?') ? '&' : '?'}reported=${post.id}#${anchor}`, 303)
  })

  const trainer = { access: 'trainer' } as const
  const list = { config: trainer, schema: { params: Type.Object({ cohortId: id }), querystring: listQuery } }
  app.get('/cohorts/:cohortId/reported-posts', list, async (request, reply) => {
    const { cohortId } = request.params
    const { page = 1 } = request.query
    const cohort = await getCohort(app.db, cohortId, request.accountId)
    const rows = await listReported(app.db, cohortId, page)
    const { shown, ...links } = pageOf(rows, page, limits.postsPerPage, `/cohorts/${cohortId}/reported-posts`)
    const posts = shown.map((row) => reportedPost(row, request.accountId))
    return reply.page('cohorts/discussion/reported', { cohort, posts, ...links })
  })

  const deeds = {
    answer: markAnswer,
    'answer/removal': unmarkAnswer,
    hiding: hidePost,
    showing: showPost,
    settlement: leavePost,
  }
  for (const [noun, deed] of Object.entries(deeds))
    app.post(
      `/cohorts/:cohortId/posts/:postId/${noun}`,
      { config: trainer, schema: { params } },
      async (request, reply) => {
        const { cohortId, postId } = request.params
        const post = await deed(app.db, { cohortId, postId, trainerId: request.accountId }, app.clock.now())
        const fromList = (request.body as { from?: unknown } | null)?.from === 'reported-posts'
        return reply.redirect(fromList ? `/cohorts/${cohortId}/reported-posts` : addressOfPost(cohortId, post), 303)
      },
    )
}
