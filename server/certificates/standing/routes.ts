import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { getCohort } from '../../cohorts/queries.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { correctName } from './correct-name.ts'
import { getMemberName, listIssuedIn } from './queries.ts'
import { revokeCredential } from './revoke-credential.ts'
import { readCorrection, readRevocation } from './standing-forms.ts'
import { type StandingPage, shownCertificate } from './standing-page.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'certificates/standing': StandingPage
  }
}

const trainer = { access: 'trainer' } as const
const person = { cohortId: Type.String({ format: 'uuid' }), learnerId: Type.String({ format: 'uuid' }) }
const onePerson = { config: trainer, schema: { params: Type.Object(person) } }
const oneCertificate = { config: trainer, schema: { params: Type.Object({ ...person, code: Type.String() }) } }

/** A trainer corrects and revokes what was issued in their cohort, closed or not. */
export const standingRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { db, mail } = app
  const services = { db, mail, publicUrl: app.config.publicUrl }
  type Key = { cohortId: string; learnerId: string }
  const addressOf = ({ cohortId, learnerId }: Key) => `/cohorts/${cohortId}/people/${learnerId}`

  async function load(key: Key, trainerId: string) {
    await getCohort(db, key.cohortId, trainerId)
    const { name } = await getMemberName(db, key)
    const issued = await listIssuedIn(db, key)
    const address = addressOf(key)
    const page: StandingPage = {
      holder: name,
      back: { href: address, text: name },
      certificates: issued.map((one) =>
        shownCertificate(one, app.clock.now(), `${address}/certificates/${one.record.code}`),
      ),
      form: null,
    }
    const get = (code: string) => {
      const found = issued.find(({ record }) => record.code === code)
      if (!found) throw new NotFound('certificate')
      return found
    }
    return { page, get, there: `${address}/certificates` }
  }

  app.get('/cohorts/:cohortId/people/:learnerId/certificates', onePerson, async (request, reply) => {
    const { page } = await load(request.params, request.accountId)
    return reply.page('certificates/standing', page)
  })

  const correction = '/cohorts/:cohortId/people/:learnerId/certificates/:code/correction'
  app.post(correction, oneCertificate, async (request, reply) => {
    const { accountId } = request
    const { page, get, there } = await load(request.params, accountId)
    const { id, record } = get(request.params.code)
    const form = readCorrection(request.body, record)
    if (!form.ok) return reply.code(422).page('certificates/standing', { ...page, form })
    await correctName(services, { id, ...form.values, accountId }, app.clock.now())
    return reply.redirect(there, 303)
  })

  const revocation = '/cohorts/:cohortId/people/:learnerId/certificates/:code/revocation'
  app.post(revocation, oneCertificate, async (request, reply) => {
    const { accountId } = request
    const { page, get, there } = await load(request.params, accountId)
    const { id, record } = get(request.params.code)
    const form = readRevocation(request.body, record)
    if (!form.ok) return reply.code(422).page('certificates/standing', { ...page, form })
    await revokeCredential(services, { id, ...form.values, accountId }, app.clock.now())
    return reply.redirect(there, 303)
  })
}
