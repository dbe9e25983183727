import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import type { Role } from '../platform/web/access.ts'
import { limits } from '../platform/web/limits.ts'
import type { Language } from '../platform/words/languages.ts'
import { type DescribedAction, describedAction } from './audit-words.ts'
import { asRole } from './grant-form.ts'
import { type Counts, countEverything, listEvents } from './queries.ts'

type ShownEvent = {
  at: Date
  /** Who acted, while the account is there. */
  actor: { id: string; name: string } | null
  byProgram: boolean
  described: DescribedAction | null
  action: string
  subject: string | null
  /** The subject's title when it is a course. */
  course: Phrase | null
  role: Role | null
}

declare module '../platform/web/pages.ts' {
  interface Pages {
    'admin/overview': { counts: Counts }
    'admin/audit': { events: ShownEvent[]; earlier: number | null; newest: boolean }
  }
}

const administrator = { access: 'administrator' } as const
const auditQuery = Type.Object({
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
})

/** The administrator's first page, and the record of what was done. */
export const adminRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const courseTitle = (slug: string | null, language: Language): Phrase | null => {
    const course = slug === null ? undefined : app.courses.find(slug)
    return course ? titleOf(course, language) : null
  }

  app.get('/admin', { config: administrator }, async (_request, reply) =>
    reply.page('admin/overview', { counts: await countEverything(app.db) }),
  )

  app.get('/admin/audit', { config: administrator, schema: { querystring: auditQuery } }, async (request, reply) => {
    const before = request.query.before ?? null
    // One more than is shown tells whether there are earlier ones.
    const found = await listEvents(app.db, { before, limit: limits.listLength + 1 })
    const shown = found.slice(0, limits.listLength)
    return reply.page('admin/audit', {
      events: shown.map(({ accountId, actor, role, ...event }) => ({
        ...event,
        actor: accountId && actor ? { id: accountId, name: actor } : null,
        byProgram: accountId === null,
        described: describedAction(event.action),
        role: asRole(role),
        course: courseTitle(event.subject, request.language),
      })),
      earlier: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
      newest: before === null,
    })
  })
}
