import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bestLanguage, interfaceLanguages, type Language } from '../words/languages.ts'
import { type Translate, translator } from '../words/messages.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The languages in which the route's pages can be read, where they are others than those of the whole interface. */
    languages?: readonly Language[]
  }
  interface FastifyRequest {
    language: Language
    t: Translate
  }
}

const oneYear = 365 * 24 * 60 * 60
/** The languages that the page of a request is offered in. */
export const languagesOf = (request: FastifyRequest): readonly Language[] =>
  request.routeOptions.config?.languages ?? interfaceLanguages

const asked = (request: FastifyRequest): Language | undefined => {
  // The query is parsed text; anything but one known language is passed over.
  const { lang } = (request.query ?? {}) as Record<string, unknown>
  return languagesOf(request).find((language) => language === lang)
}

/** What was chosen before, the latest first: `fr`, or `ar.fr` where the latest is not a language of every page. */
const chosen = (request: FastifyRequest): string[] => request.cookies?.lang?.split('.', 2) ?? []

/** The language of a page: asked for in the address, chosen before, the account's, the browser's, English. */
export function languageOf(request: FastifyRequest): Language {
  const offered = languagesOf(request)
  const known = (value: unknown) => offered.find((language) => language === value)
  return (
    asked(request) ??
    chosen(request).map(known).find(Boolean) ??
    known(request.account?.language) ??
    bestLanguage(request.headers['accept-language'], offered)
  )
}

/** What is remembered of a choice: beside a language that few pages have stays the one that was chosen for the others. */
function remembered(language: Language, before: string[]): string {
  const isWhole = (one: string) => interfaceLanguages.some((known) => known === one)
  const other = isWhole(language) ? undefined : before.find(isWhole)
  return [language, other].filter(Boolean).join('.')
}

/** Says on every request which language it gets, and remembers one that was asked for. */
export function chooseLanguage(app: FastifyInstance, secureCookies: boolean): void {
  app.decorateRequest('language', 'en')
  app.decorateRequest('t')
  app.addHook('onRequest', async (request, reply) => {
    const language = asked(request)
    if (language)
      reply.setCookie('lang', remembered(language, chosen(request)), {
        path: '/',
        maxAge: oneYear,
        sameSite: 'lax',
        httpOnly: true,
        secure: secureCookies,
      })
    speak(request)
  })
}

/** Gives a request its language and words. Also for an error that comes before the hook above. */
export function speak(request: FastifyRequest): void {
  request.language = languageOf(request)
  request.t = translator(request.language)
}
