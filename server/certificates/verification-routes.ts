import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import type { CredentialRecord } from './record.ts'
import { findIssued } from './standing/queries.ts'
import { type CodeProblem, readCode } from './verification-code.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'certificates/verify': { typed: Typed; problems: Problems }
    'certificates/verified': { record: CredentialRecord; checkedAt: Date }
    'certificates/unknown': { code: string; problem: CodeProblem | null }
  }
  interface Partials {
    'certificates/check-another': { heading: string }
  }
}

const anyone = { access: 'anyone' } as const
const params = Type.Object({ code: Type.String() })

/** For whoever holds a certificate in their hand. No account is needed. */
export const verificationRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/verify', { config: anyone }, async (request, reply) => {
    const typed = readTyped(request.query, ['code'])
    if (!('code' in Object(request.query))) return reply.page('certificates/verify', { typed, problems: {} })
    const read = readCode(typed.code ?? '')
    if ('code' in read) return reply.redirect(`/verify/${read.code}`, 303)
    const problems: Problems = { code: `verify.problem.${read.problem}` }
    return reply.code(422).page('certificates/verify', { typed, problems })
  })

  const guarded = { config: { ...anyone, rateLimit: limits.verification }, schema: { params } }
  app.get('/verify/:code', guarded, async (request, reply) => {
    reply.header('x-robots-tag', 'noindex') // people gave their name to whoever holds the paper, not to search engines
    const { code } = request.params
    const read = readCode(code)
    if ('problem' in read) return reply.code(404).page('certificates/unknown', { code, problem: read.problem })
    if (read.code !== code) return reply.redirect(`/verify/${read.code}`, 303)
    const issued = await findIssued(app.db, code)
    if (!issued) return reply.code(404).page('certificates/unknown', { code, problem: null })
    return reply.page('certificates/verified', { record: issued.record, checkedAt: app.clock.now() })
  })
}
