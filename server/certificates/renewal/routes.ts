import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { renewCertificate } from './renew-certificate.ts'

const ofCourse = { config: { access: 'learner' }, schema: { params: Type.Object({ course: Type.String() }) } } as const

/** For who has passed the renewal quiz of a course: one press makes the renewed certificate. */
export const renewalRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/courses/:course/certificate/renewal', ofCourse, async (request, reply) => {
    const course = app.courses.get(request.params.course)
    const { publicUrl, issuer } = app.config
    const ask = { learnerId: request.accountId, course, issuer }
    await renewCertificate({ db: app.db, mail: app.mail, publicUrl }, ask, app.clock.now())
    return reply.redirect('/certificates', 303)
  })
}
