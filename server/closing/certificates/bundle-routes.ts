import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { titleOf } from '../../catalogue/titles.ts'
import { cohortFileName } from '../../cohorts/file-name.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { bundleZip, printOf } from './bundle.ts'
import { listIssued } from './queries.ts'

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const print = Type.Object({ transcripts: Type.Optional(Type.String()) })
const trainer = { access: 'trainer' } as const

/** A cohort's certificates in one file, drawn as they are sent: to keep and verify, or to print. */
export const bundleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  /** The cohort and its certificates, the answer's head written. */
  const open = async (
    request: FastifyRequest<{ Params: { cohortId: string } }>,
    reply: FastifyReply,
    extension: 'pdf' | 'zip',
  ) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const certificates = await listIssued(app.db, cohort)
    if (certificates.length === 0) throw new NotFound('certificates')
    const name = cohortFileName(cohort, { what: 'certificates', extension }, app.clock.now())
    reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-cache')
    return { cohort, certificates }
  }

  app.get('/cohorts/:cohortId/certificates.zip', { config: trainer, schema: { params } }, async (request, reply) => {
    const { certificates } = await open(request, reply, 'zip')
    return reply.type('application/zip').send(bundleZip(certificates, app.seals))
  })

  const printed = { config: trainer, schema: { params, querystring: print } }
  app.get('/cohorts/:cohortId/certificates.pdf', printed, async (request, reply) => {
    const { cohort, certificates } = await open(request, reply, 'pdf')
    const { language, t } = request
    const latest = certificates
      .map(({ record }) => record.issued_on)
      .reduce((one, other) => (one > other ? one : other))
    const options = {
      title: t('closing.print_title', { cohort: cohort.name }),
      subject: titleOf(app.courses.get(cohort.course), language).text,
      author: app.config.issuer,
      language,
      created: new Date(`${latest}T00:00:00Z`),
      transcripts: request.query.transcripts === 'yes',
    }
    return reply.type('application/pdf').send(printOf(certificates, options, app.seals))
  })
}
