import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Phrase } from '../../catalogue/titles.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type PageLinks, pageOf } from '../list-pages.ts'
import { addressOfPost } from './addresses.ts'
import { findModule, moduleOf } from './modules.ts'
import { mayRead, type Post, postFor, type ThreadLine, threadLine } from './post.ts'
import { emptyForm, type PostForm, postCharacters, readReply, readThread, titleCharacters } from './posts/post-form.ts'
import { getPost } from './posts/queries.ts'
import { withdraw } from './posts/withdraw-post.ts'
import { openThread, reply as writeReply } from './posts/write-post.ts'
import { type FoundPost, getModulePage, getThreadPage } from './queries.ts'

type Room = { id: string; name: string; time_zone: string; leads: boolean; closed_at: Date | null }
declare module '../../platform/web/pages.ts' {
  interface Partials {
    'cohorts/discussion/post': {
      cohort: Room
      post: Post
      /** The answer as it stands below the question, once more and with nothing to do about it. */
      repeated?: boolean
      /** Whether it opens its thread. */
      opens: boolean
    }
    'cohorts/discussion/author': {
      post: Pick<Post, 'author' | 'institution' | 'by_trainer' | 'written_at'>
      time_zone: string
      /** For what is about the post to point to. */
      id: string
    }
  }
  interface Pages {
    'cohorts/discussion/module': PageLinks & {
      cohort: Room
      module: { id: string; title: Phrase }
      threads: ThreadLine[]
      /** Null where the course no longer has the module, or the cohort is closed: it is only read. */
      form: PostForm | null
      most: { title: number; text: number }
    }
    'cohorts/discussion/thread': PageLinks & {
      cohort: Room
      module: { id: string; title: Phrase }
      thread: {
        id: string
        /** Null for who may not read it. */
        title: string | null
        opening: Post
        answer: Post | null
        replies: Post[]
      }
      page: number
      /** Whether the reader has just reported a post. */
      reported: boolean
      form: PostForm
      most: { text: number }
    }
  }
}

const id = Type.String({ format: 'uuid' })
const pageNumber = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 }))
const learner = { access: 'learner' } as const
const most = { title: titleCharacters, text: postCharacters }

/** What a cohort's people, learners and trainers, ask and answer about each module of its course. */
export const discussionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  type Asker = { accountId: string; language: Language }

  async function modulePage(
    cohortId: string,
    module: string,
    { accountId, language }: Asker,
    page: number,
    form: PostForm,
  ) {
    const { threads, ...cohort } = await getModulePage(app.db, { cohortId, module, accountId, page })
    const known = findModule(app.courses.get(cohort.course), module, language)
    // What was said about a module that was taken out of the course can still be read.
    if (!known && threads.length === 0) throw new NotFound('module')
    const address = `/learning/cohorts/${cohortId}/modules/${encodeURIComponent(module)}`
    const { shown, ...links } = pageOf(threads, page, limits.listLength, address)
    const about = known ?? moduleOf(app.courses.get(cohort.course), module, language)
    const lines = shown.map((thread) => threadLine(thread, { accountId, leads: cohort.leads }))
    return { cohort, module: about, threads: lines, ...links, form: known && !cohort.closed_at ? form : null, most }
  }

  const oneModule = { params: Type.Object({ cohortId: id, module: Type.String() }) }
  const moduleQuery = Type.Object({ page: pageNumber })
  app.get(
    '/learning/cohorts/:cohortId/modules/:module',
    { config: learner, schema: { ...oneModule, querystring: moduleQuery } },
    async (request, reply) => {
      const { cohortId, module } = request.params
      const props = await modulePage(cohortId, module, request, request.query.page ?? 1, emptyForm())
      return reply.page('cohorts/discussion/module', props)
    },
  )

  app.post(
    '/learning/cohorts/:cohortId/modules/:module/threads',
    { config: learner, schema: oneModule },
    async (request, reply) => {
      const { cohortId, module } = request.params
      const form = readThread(request.body)
      const props = await modulePage(cohortId, module, request, 1, form.ok ? { typed: form.typed, problems: {} } : form)
      if (!props.form && !props.cohort.closed_at) throw new NotFound('module')
      if (!form.ok) return reply.code(422).page('cohorts/discussion/module', props)
      const thread = { cohortId, module, accountId: request.accountId, words: form.words }
      const written = await openThread(app.db, thread, app.clock.now())
      if ('id' in written) return reply.redirect(`/learning/cohorts/${cohortId}/threads/${written.id}`, 303)
      const again = { typed: form.typed, problems: { text: written.refused } }
      return reply.code(written.status).page('cohorts/discussion/module', { ...props, form: again })
    },
  )

  type Where = { cohortId: string; threadId: string }
  async function threadPage(where: Where, { accountId, language }: Asker, page: number, form: PostForm) {
    const { cohort, thread } = await getThreadPage(app.db, { ...where, accountId, page }, app.clock.now())
    const [opening] = thread.opening
    if (!opening) throw new NotFound('thread')
    const reader = { accountId, leads: cohort.leads }
    const address = `/learning/cohorts/${where.cohortId}/threads/${where.threadId}`
    const { shown, ...links } = pageOf(thread.replies, page, limits.postsPerPage, address)
    const show = (post: FoundPost) => postFor(post, reader, thread.answer_id)
    return {
      cohort,
      module: moduleOf(app.courses.get(cohort.course), thread.module, language),
      thread: {
        id: thread.id,
        title: mayRead(opening, reader) ? opening.title : null,
        opening: show(opening),
        answer: thread.answer.map(show)[0] ?? null,
        replies: shown.map(show),
      },
      page,
      ...links,
      reported: false,
      form,
      most,
    }
  }

  const oneThread = { params: Type.Object({ cohortId: id, threadId: id }) }
  const threadQuery = Type.Object({ page: pageNumber, reported: Type.Optional(id) })
  app.get(
    '/learning/cohorts/:cohortId/threads/:threadId',
    { config: learner, schema: { ...oneThread, querystring: threadQuery } },
    async (request, reply) => {
      const { page = 1, reported } = request.query
      const props = await threadPage(request.params, request, page, emptyForm())
      return reply.page('cohorts/discussion/thread', { ...props, reported: reported !== undefined })
    },
  )

  app.post(
    '/learning/cohorts/:cohortId/threads/:threadId/posts',
    { config: learner, schema: oneThread },
    async (request, reply) => {
      const { cohortId, threadId } = request.params
      const form = readReply(request.body)
      const again = (status: number, wrong: PostForm) =>
        threadPage(request.params, request, 1, wrong).then((props) =>
          reply.code(status).page('cohorts/discussion/thread', props),
        )
      if (!form.ok) return again(422, form)
      const post = { cohortId, threadId, accountId: request.accountId, words: form.words }
      const written = await writeReply(app.db, post, app.clock.now())
      if (!('id' in written)) return again(written.status, { typed: form.typed, problems: { text: written.refused } })
      const kept = await getPost(app.db, { cohortId, postId: written.id, accountId: request.accountId })
      return reply.redirect(addressOfPost(cohortId, kept.post), 303)
    },
  )

  const onePost = { params: Type.Object({ cohortId: id, postId: id }) }
  app.post(
    '/learning/cohorts/:cohortId/posts/:postId/withdrawal',
    { config: learner, schema: onePost },
    async (request, reply) => {
      const withdrawn = await withdraw(app.db, { ...request.params, accountId: request.accountId }, app.clock.now())
      return reply.redirect(addressOfPost(request.params.cohortId, withdrawn), 303)
    },
  )
}
