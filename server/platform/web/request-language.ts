import type { FastifyInstance } from 'fastify'
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

/** The language of a page: asked for in the address, chosen before, the account's, the browser's, English. */
export function chooseLanguage(app: FastifyInstance, secureCookies: boolean): void {
  app.decorateRequest('language', 'en')
  app.decorateRequest('t')
  app.addHook('onRequest', async (request, reply) => {
    // The query is parsed text; anything but one known language is passed over.
    const asked = known((request.query as Record<string, unknown>).lang)
    if (asked)
      reply.setCookie('lang', asked, {
        path: '/',
        maxAge: oneYear,
        sameSite: 'lax',
        httpOnly: true,
        secure: secureCookies,
      })
    request.language =
      asked ??
      known(request.cookies.lang) ??
      known(request.account?.language) ??
      bestLanguage(request.headers['accept-language'], interfaceLanguages)
    request.t = translator(request.language)
  })
}
