import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For programs that are no browser of ours: the request says by itself what it may. Never for who is signed in. */
    fromAnywhere?: boolean
  }
}

/**
 * A form counts only when it comes from one of our own pages: scheme, host and port, all three.
 * Browsers name the origin of every POST, with scripts off as well; who names none gives a Referer or is refused.
 */
export function checkOrigin(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.fromAnywhere && config.access !== 'anyone')
      throw new Error(`${method} ${url} takes requests from anywhere, so it must be open to anyone`)
  })
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.config.fromAnywhere) return
    const { origin, referer } = request.headers
    const named = origin && origin !== 'null' ? origin : URL.parse(referer ?? '')?.origin
    if (!named || !origins.includes(named)) throw new Refusal(403, 'foreign_origin')
  })
}
