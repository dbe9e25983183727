import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Course } from '../catalogue/course.ts'
import type { LearningRecord } from '../enrolments/progress.ts'
import { getRecord } from '../enrolments/queries.ts'
import { NotFound } from '../platform/web/errors.ts'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import type { Language } from '../platform/words/languages.ts'
import { awardOf, participationIn } from './award-rules.ts'
import {
  type CertificatesPage,
  certificatesPage,
  type NotEarnedPage,
  notEarnedPage,
  notTakenPart,
  type RenewalShown,
} from './certificates-page.ts'
import { fileNameHeader } from './file-name.ts'
import { issueCredential } from './issue-credential.ts'
import { drawIssued } from './issued-file.ts'
import { readLanguageChoice } from './language-choice.ts'
import { findCredential, getIssuedOfHolder, listStandings } from './queries.ts'
import type { CredentialKind } from './record.ts'
import { readCode } from './verification-code.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'certificates/certificates': CertificatesPage & { typed: Typed; problems: Problems }
    'certificates/not-earned': NotEarnedPage
  }
  interface Partials {
    'certificates/renewal': RenewalShown
  }
}

const learner = { access: 'learner' } as const
const ofCourse = Type.Object({ course: Type.String() })
const ofCode = Type.Object({ code: Type.String() })

/** For who earns certificates. Whoever checks one finds verification-routes.ts. */
export const certificateRoutes: FastifyPluginAsyncTypebox = async (app) => {
  async function pageOf({ accountId, language }: FastifyRequest) {
    const standings = await listStandings(app.db, accountId)
    return certificatesPage(app.courses, standings, { language, now: app.clock.now() })
  }

  app.get('/certificates', { config: learner }, async (request, reply) =>
    reply.page('certificates/certificates', { ...(await pageOf(request)), typed: {}, problems: {} }),
  )

  app.post(
    '/courses/:course/certificate',
    { config: learner, schema: { params: ofCourse } },
    async (request, reply) => {
      const course = app.courses.get(request.params.course)
      const { accountId: learnerId, language } = request
      const kind = readTyped(request.body, ['kind']).kind === 'participation' ? 'participation' : 'achievement'
      const chosen = readLanguageChoice(request.body, { id: course.slug, own: language })
      // What was issued stands, even when the course asks for more today.
      if (!(await findCredential(app.db, learnerId, course.slug, kind))) {
        const lacks = lacking(course, kind, await getRecord(app.db, learnerId, course.slug), language)
        if (lacks) return reply.code(409).page('certificates/not-earned', lacks)
      }
      if (!chosen.ok)
        return reply.code(422).page('certificates/certificates', { ...(await pageOf(request)), ...chosen })
      const { issuer } = app.config
      await issueCredential(app.db, { learnerId, course, ...chosen.values, issuer, kind }, app.clock.now())
      return reply.redirect('/certificates', 303)
    },
  )

  app.get('/certificates/:code.pdf', { config: learner, schema: { params: ofCode } }, async (request, reply) => {
    const read = readCode(request.params.code)
    if ('problem' in read) throw new NotFound('certificate')
    const issued = await getIssuedOfHolder(app.db, read.code, request.accountId)
    const pdf = await drawIssued(issued, app.seals)
    reply.header('content-disposition', fileNameHeader(issued.record)).header('cache-control', 'private, no-cache')
    return reply.type('application/pdf').send(pdf)
  })
}

/** The page that says what is missing; null for who has earned the certificate. */
function lacking(course: Course, kind: CredentialKind, record: LearningRecord, language: Language) {
  if (kind === 'participation') {
    const participation = participationIn(course, record)
    return participation?.met ? null : notTakenPart(course, participation, language)
  }
  const award = awardOf(course, record)
  return award.met ? null : notEarnedPage(course, award.missing, language)
}
