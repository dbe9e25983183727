import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'

/**
 * A form counts only when it comes from one of our own pages: scheme, host and port, all three.
 * Browsers name the origin of every POST, with scripts off as well; who names none gives a Referer or is refused.
 */
export function checkOrigin(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const { origin, referer } = request.headers
    const named = origin && origin !== 'null' ? origin : URL.parse(referer ?? '')?.origin
    if (!named || !origins.includes(named)) throw new Refusal(403, 'foreign_origin')
  })
}
