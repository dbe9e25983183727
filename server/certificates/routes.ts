import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { getRecord } from '../enrolments/queries.ts'
import { NotFound } from '../platform/web/errors.ts'
import { awardOf } from './award-rules.ts'
import { drawCertificate } from './certificate-pdf.ts'
import { certificateWords } from './certificate-words.ts'
import { type CertificatesPage, certificatesPage, type NotEarnedPage, notEarnedPage } from './certificates-page.ts'
import { fileNameHeader } from './file-name.ts'
import { issueCredential } from './issue-credential.ts'
import { findCredential, getRecordOfHolder, listStandings } from './queries.ts'
import { readCode } from './verification-code.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'certificates/certificates': CertificatesPage
    'certificates/not-earned': NotEarnedPage
  }
}

const learner = { access: 'learner' } as const
const ofCourse = Type.Object({ course: Type.String() })
const ofCode = Type.Object({ code: Type.String() })

/** For who earns certificates. Whoever checks one finds verification-routes.ts. */
export const certificateRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/certificates', { config: learner }, async (request, reply) => {
    const standings = await listStandings(app.db, request.accountId)
    return reply.page('certificates/certificates', certificatesPage(app.courses, standings, request.language))
  })

  app.post(
    '/courses/:course/certificate',
    { config: learner, schema: { params: ofCourse } },
    async (request, reply) => {
      const course = app.courses.get(request.params.course)
      const { accountId: learnerId, language } = request
      // What was issued stands, even when the course asks for more today.
      if (!(await findCredential(app.db, learnerId, course.slug))) {
        const award = awardOf(course, await getRecord(app.db, learnerId, course.slug))
        if (!award.met)
          return reply.code(409).page('certificates/not-earned', notEarnedPage(course, award.missing, language))
      }
      await issueCredential(app.db, { learnerId, course, language, issuer: app.config.issuer }, app.clock.now())
      return reply.redirect('/certificates', 303)
    },
  )

  app.get('/certificates/:code.pdf', { config: learner, schema: { params: ofCode } }, async (request, reply) => {
    const read = readCode(request.params.code)
    if ('problem' in read) throw new NotFound('certificate')
    const record = await getRecordOfHolder(app.db, read.code, request.accountId)
    const { documentKey, config } = app
    const address = `${config.publicUrl}/verify/${record.code}`
    const pdf = await drawCertificate(record, certificateWords(record), address, { documentKey })
    reply.header('content-disposition', fileNameHeader(record)).header('cache-control', 'private, no-cache')
    return reply.type('application/pdf').send(pdf)
  })
}
