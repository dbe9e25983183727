import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { interfaceLanguages, type Language } from '../words/languages.ts'
import { NotFound } from './errors.ts'

/** `learner` is everyone who is signed in; the other roles are granted. */
export const accessLevels = ['anyone', 'learner', 'trainer', 'donor', 'administrator'] as const
export type Access = (typeof accessLevels)[number]

export type Role = 'trainer' | 'donor' | 'administrator'
export type Grant = { role: Role; programmeId: string | null }
export type SignedIn = {
  id: string
  name: string
  email: string
  language: Language
  /** The zone in which times are shown to them, an IANA name. */
  timeZone: string
  roles: Grant[]
}

/** An address, who may use it, and the languages of its pages. HEAD is answered wherever GET is. */
export type Route = { method: string; url: string; access: Access; languages: readonly Language[] }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyInstance {
    /** Every route, as it was declared: what tests of all pages go by. */
    routes: readonly Route[]
  }
  interface FastifyRequest {
    account: SignedIn | null
    /** The id of who is signed in. Only for routes whose access asks for an account. */
    readonly accountId: string
  }
}

export const hasRole = (account: SignedIn | null, role: Role): boolean =>
  account?.roles.some((grant) => grant.role === role) ?? false

/** The programmes that a person has a role in. */
export const programmesOf = (account: SignedIn | null, role: Role): string[] =>
  (account?.roles ?? []).flatMap((grant) => (grant.role === role && grant.programmeId ? [grant.programmeId] : []))

/**
 * Every route says who may use it, or the program does not start. Who is not signed in is led to the door and back;
 * who lacks the role is told what they would be told about a page that does not exist.
 */
export function guardAccess(
  app: FastifyInstance,
  findAccount: (request: FastifyRequest, reply: FastifyReply) => Promise<SignedIn | null>,
): void {
  const routes: Route[] = []
  app.decorate('routes', routes)
  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access
    if (!access || !accessLevels.includes(access))
      throw new Error(`${method} ${url} does not say who may use it: give it config.access`)
    const { languages = interfaceLanguages } = config
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, url, access, languages })
  })

  app.decorateRequest('account', null)
  app.decorateRequest('accountId', {
    getter() {
      if (!this.account) throw new Error('accountId was asked for on a route that needs no account')
      return this.account.id
    },
  })

  app.addHook('onRequest', async (request, reply) => {
    request.account = await findAccount(request, reply)
    const { access } = request.routeOptions.config
    if (!access || access === 'anyone') return
    if (!request.account) {
      const next = request.method === 'GET' ? request.url : '/learning'
      return reply.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303)
    }
    if (access !== 'learner' && !hasRole(request.account, access)) throw new NotFound('page')
  })
}
