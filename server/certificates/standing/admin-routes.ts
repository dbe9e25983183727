import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { NotFound } from '../../platform/web/errors.ts'
import { readCode } from '../verification-code.ts'
import { correctName } from './correct-name.ts'
import { findHolder, getIssued } from './queries.ts'
import { revokeCredential } from './revoke-credential.ts'
import { readCorrection, readRevocation } from './standing-forms.ts'
import { type StandingPage, shownCertificate } from './standing-page.ts'

const administrator = { access: 'administrator' } as const
const oneCertificate = { config: administrator, schema: { params: Type.Object({ code: Type.String() }) } }

/** An administrator corrects and revokes any certificate, also one whose holder took the course alone or is erased. */
export const anyStandingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { db, mail } = app
  const services = { db, mail, publicUrl: app.config.publicUrl }

  async function load(typed: string, text: string) {
    const read = readCode(typed) // an administrator may have it from paper
    if ('problem' in read) throw new NotFound('certificate')
    const { code } = read
    const issued = await getIssued(db, code)
    const holder = (issued.learner_id && (await findHolder(db, issued.learner_id))) || null
    const page: StandingPage = {
      holder: holder?.name ?? null,
      back: holder
        ? { href: `/admin/people/${issued.learner_id}`, text: holder.name }
        : { href: '/admin/people', text },
      certificates: [shownCertificate(issued, app.clock.now(), `/admin/certificates/${code}`)],
      form: null,
    }
    return { page, issued }
  }

  app.get('/admin/certificates/:code', oneCertificate, async (request, reply) => {
    const { page } = await load(request.params.code, request.t('admin.people'))
    return reply.page('certificates/standing', page)
  })

  app.post('/admin/certificates/:code/correction', oneCertificate, async (request, reply) => {
    const { accountId } = request
    const { page, issued } = await load(request.params.code, request.t('admin.people'))
    const form = readCorrection(request.body, issued.record)
    if (!form.ok) return reply.code(422).page('certificates/standing', { ...page, form })
    await correctName(services, { id: issued.id, ...form.values, accountId }, app.clock.now())
    return reply.redirect(`/admin/certificates/${request.params.code}`, 303)
  })

  app.post('/admin/certificates/:code/revocation', oneCertificate, async (request, reply) => {
    const { accountId } = request
    const { page, issued } = await load(request.params.code, request.t('admin.people'))
    const form = readRevocation(request.body, issued.record)
    if (!form.ok) return reply.code(422).page('certificates/standing', { ...page, form })
    await revokeCredential(services, { id: issued.id, ...form.values, accountId }, app.clock.now())
    return reply.redirect(`/admin/certificates/${request.params.code}`, 303)
  })
}
