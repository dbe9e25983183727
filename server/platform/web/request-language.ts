import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bestLanguage, interfaceLanguages, type Language } from '../words/languages.ts'
import { type Translate, translator } from '../words/messages.ts'

declare module 'fastify' {
  interface FastifyRequest {
    language: Language
    t: Translate
  }
}

const oneYear = 365 * 24 * 60 * 60
const known = (value: unknown): Language | undefined => interfaceLanguages.find((language) => language === value)

const asked = (request: FastifyRequest): Language | undefined =>
  // The query is parsed text; anything but one known language is passed over.
  known((request.query as Record<string, unknown> | undefined)?.lang)

/** The language of a page: asked for in the address, chosen before, the account's, the browser's, English. */
export const languageOf = (request: FastifyRequest): Language =>
  asked(request) ??
  known(request.cookies?.lang) ??
  known(request.account?.language) ??
  bestLanguage(request.headers['accept-language'], interfaceLanguages)

/** Says on every request which language it gets, and remembers one that was asked for. */
export function chooseLanguage(app: FastifyInstance, secureCookies: boolean): void {
  app.decorateRequest('language', 'en')
  app.decorateRequest('t')
  app.addHook('onRequest', async (request, reply) => {
    const language = asked(request)
    if (language)
      reply.setCookie('lang', language, {
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
