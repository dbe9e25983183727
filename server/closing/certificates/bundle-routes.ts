import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { fileNameOf } from '../../certificates/file-name.ts'
import type { CredentialRecord } from '../../certificates/record.ts'
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
    const records = await listIssued(app.db, cohort)
    if (records.length === 0) throw new NotFound('certificates')
    const thread = openDrawingThread()
    async function* draw(record: CredentialRecord) {
      yield await thread.draw(record, `${app.config.publicUrl}/verify/${record.code}`)
    }
    const entries = records.map((record) => ({ name: fileNameOf(record), chunks: draw(record), stored: true }))
    const zip = zipStream(entries)
    zip.once('close', thread.end) // also when nobody reads on
    const name = cohortFileName(cohort, { what: 'certificates', extension: 'zip' }, app.clock.now())
    reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-cache')
    return reply.type('application/zip').send(zip)
  })
}
