import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Issued } from '../../certificates/badge/badge.ts'
import { fileNameOf } from '../../certificates/file-name.ts'
import { cohortFileName } from '../../cohorts/file-name.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { zipStream } from '../../platform/documents/zip.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { openDrawingThread } from './drawing-thread.ts'
import { listIssued } from './queries.ts'

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const oneCohort = { config: { access: 'trainer' as const }, schema: { params } }

/** A cohort's certificates in one file, drawn as they are sent. */
export const bundleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/cohorts/:cohortId/certificates.zip', oneCohort, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const certificates = await listIssued(app.db, cohort)
    if (certificates.length === 0) throw new NotFound('certificates')
    const thread = openDrawingThread(app.seals)
    async function* draw(issued: Issued) {
      yield await thread.draw(issued)
    }
    const entries = certificates.map((issued) => ({
      name: fileNameOf(issued.record),
      chunks: draw(issued),
      stored: true,
    }))
    const zip = zipStream(entries)
    zip.once('close', thread.end) // also when nobody reads on
    const name = cohortFileName(cohort, { what: 'certificates', extension: 'zip' }, app.clock.now())
    reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-cache')
    return reply.type('application/zip').send(zip)
  })
}
