import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyError, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { hashSecret } from '../../platform/data/ids.ts'
import { limits } from '../../platform/web/limits.ts'
import { badgeAsJwt, signedBadge } from '../badge/signed-badge.ts'
import { addresses, isForm, issuerMetadata, offerOf, serverMetadata } from './issuer-metadata.ts'
import { findByToken, isOpenOffer } from './queries.ts'
import { bearerOf, readCredentialRequest, readTokenRequest } from './requests.ts'
import { exchangeOffer } from './take-offer.ts'

const anyone = { access: 'anyone', fromAnywhere: true } as const
const guarded = { ...anyone, rateLimit: limits.verification }

/**
 * For wallets: OpenID for Verifiable Credential Issuance 1.0, the pre-authorized code flow. Nobody is signed in here: an
 * offer, then its token, is all that counts, so pages of any site may ask, and no cookie is looked at.
 */
export const walletProtocolRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl } = app.config
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cache-control', 'no-store')
  })
  app.setErrorHandler((error: FastifyError & { status?: number }, request, reply) => {
    const status = error.status ?? error.statusCode ?? (error.validation ? 400 : 500)
    if (status === 429) return refuse(reply, 'temporarily_unavailable', status)
    if (status < 500)
      return refuse(reply, request.url.startsWith(addresses.credential) ? unreadable : 'invalid_request', status)
    request.log.error({ err: error, url: request.url }, 'fault')
    return refuse(reply, 'server_error', 500)
  })

  app.get('/.well-known/openid-credential-issuer', { config: anyone }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(issuerMetadata(app.config)),
  )
  app.get('/.well-known/oauth-authorization-server', { config: anyone }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(serverMetadata(publicUrl)),
  )

  const ofSecret = { params: Type.Object({ secret: Type.String() }) }
  app.get(`${addresses.offers}/:secret`, { config: guarded, schema: ofSecret }, async (request, reply) => {
    const { secret } = request.params
    if (!(await isOpenOffer(app.db, hashSecret(secret), app.clock.now()))) return refuse(reply, 'invalid_request', 404)
    return reply.header('x-robots-tag', 'noindex').send(offerOf(secret, publicUrl))
  })

  app.post(addresses.token, { config: guarded }, async (request, reply) => {
    const asked = readTokenRequest(request.body)
    if ('error' in asked) return refuse(reply, asked.error)
    const token = await exchangeOffer(app.db, asked.code, app.clock.now())
    if (token === null) return refuse(reply, 'invalid_grant')
    const details = asked.details.map((form) => ({
      type: 'openid_credential',
      credential_configuration_id: form,
      credential_identifiers: [form],
    }))
    return reply.header('pragma', 'no-cache').send({
      access_token: token,
      token_type: 'Bearer',
      expires_in: limits.walletTokenMinutes * 60,
      ...(details.length > 0 ? { authorization_details: details } : {}),
    })
  })

  app.post(addresses.credential, { config: guarded }, async (request, reply) => {
    const token = bearerOf(request.headers.authorization)
    const found = token === null ? null : await findByToken(app.db, hashSecret(token), app.clock.now())
    // Who brings no token is told no more than that one is needed (RFC 6750, 3.1).
    if (token === null) return reply.code(401).header('www-authenticate', 'Bearer').send({})
    if (!found) {
      reply.header('www-authenticate', 'Bearer error="invalid_token"')
      return refuse(reply, 'invalid_token', 401)
    }
    const asked = readCredentialRequest(request.body)
    if ('error' in asked) return refuse(reply, asked.error)
    if (!found.holds) return refuse(reply, 'credential_request_denied')
    const { issued } = found
    const credential =
      asked.form === 'open_badge_jwt'
        ? badgeAsJwt(issued, app.issuerKeys, publicUrl)
        : JSON.parse(await signedBadge(issued, app.issuerKeys, publicUrl))
    // Version 1.0 reads the list; wallets of before it read the single one.
    const single = isForm(Object(request.body).credential_configuration_id) ? {} : { credential }
    return reply.send({ credentials: [{ credential }], ...single })
  })

  // What a browser asks before a page of another site may send a token along.
  for (const address of [addresses.token, addresses.credential])
    app.options(address, { config: anyone }, (_request, reply) =>
      reply
        .code(204)
        .header('access-control-allow-methods', 'POST')
        .header('access-control-allow-headers', 'authorization, content-type')
        .header('access-control-max-age', '600')
        .send(),
    )
}

const unreadable = 'invalid_credential_request'
const refuse = (reply: FastifyReply, error: string, status = 400) => reply.code(status).send({ error })
