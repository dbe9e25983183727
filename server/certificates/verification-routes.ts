import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import { certificateLanguages } from '../platform/words/languages.ts'
import { type PublicRecord, publicRecord, recordForPrograms } from './standing/public-record.ts'
import { findIssued } from './standing/queries.ts'
import { type CodeProblem, readCode } from './verification-code.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    /** `file`: what is wrong with the file that was sent; null when none was. */
    'certificates/verify': { typed: Typed; problems: Problems; file: 'file.missing' | 'file.large' | null }
    'certificates/verified': PublicRecord & { checkedAt: Date }
    'certificates/unknown': { code: string; problem: CodeProblem | null }
  }
  interface Partials {
    'certificates/check-another': { heading: string }
    'certificates/answer': Pick<PublicRecord, 'state' | 'record' | 'revoked' | 'replaced'>
    'certificates/record': Pick<PublicRecord, 'record' | 'holder_erased'>
  }
}

const anyone = { access: 'anyone', languages: certificateLanguages } as const
const params = Type.Object({ code: Type.String() })

/** For whoever holds a certificate in their hand. No account is needed. */
export const verificationRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/verify', { config: anyone }, async (request, reply) => {
    const typed = readTyped(request.query, ['code'])
    if (!('code' in Object(request.query)))
      return reply.page('certificates/verify', { typed, problems: {}, file: null })
    const read = readCode(typed.code ?? '')
    if ('code' in read) return reply.redirect(`/verify/${read.code}`, 303)
    const problems: Problems = { code: `verify.problem.${read.problem}` }
    return reply.code(422).page('certificates/verify', { typed, problems, file: null })
  })

  const guarded = { config: { ...anyone, rateLimit: limits.verification }, schema: { params } }
  app.get('/verify/:code', guarded, async (request, reply) => {
    // People gave their name to whoever holds the paper, not to search engines.
    reply.header('x-robots-tag', 'noindex').header('vary', 'accept')
    const { code } = request.params
    const read = readCode(code)
    if ('code' in read && read.code !== code) return reply.redirect(`/verify/${read.code}`, 303)
    const issued = 'code' in read ? await findIssued(app.db, code) : null
    const json = asksForJson(request)
    if (json) reply.header('cache-control', 'no-cache')
    if (!issued) {
      const unknown = { code, problem: 'problem' in read ? read.problem : null }
      reply.code(404)
      return json ? reply.send({ state: 'unknown', ...unknown }) : reply.page('certificates/unknown', unknown)
    }
    const answer = publicRecord(issued, app.clock.now())
    if (json) return reply.send(recordForPrograms(answer, app.config.publicUrl))
    return reply.page('certificates/verified', { ...answer, checkedAt: app.clock.now() })
  })
}

/** A program names JSON; a browser names HTML, whatever else it takes. */
const asksForJson = ({ headers: { accept = '' } }: FastifyRequest): boolean =>
  /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept)
