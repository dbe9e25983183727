import type { FastifyInstance } from 'fastify'
import { pingDatabase } from '../data/database.ts'
import './services.ts'

/** For whoever watches over the installation: is the process there, and can it reach its database. */
export async function healthRoutes(app: FastifyInstance): Promise<void> {
  app.get('/healthz', { config: { access: 'anyone' } }, async () => ({ status: 'ok' }))

  app.get('/readyz', { config: { access: 'anyone' } }, async (request, reply) => {
    try {
      await pingDatabase(app.db)
      return { status: 'ready' }
    } catch (error) {
      request.log.error(error, 'the database does not answer')
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
}
