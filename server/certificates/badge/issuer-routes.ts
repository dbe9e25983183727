import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { addressesOf } from './addresses.ts'
import { timeOf } from './badge.ts'
import { withProof } from './data-integrity.ts'
import { didDocument, issuerProfile, keyDocument, keySet } from './issuer-documents.ts'
import { getLastPlace, listWithdrawn } from './queries.ts'
import { listSize, statusListOf } from './status-list.ts'

/** For machines that check a badge: who issues, with which keys, and what no longer holds. Nobody's name is here. */
export const issuerRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl, issuer: name } = app.config
  const { all } = app.issuerKeys
  const at = addressesOf(publicUrl)
  const anyone = { access: 'anyone' } as const
  /** Pages of other sites may read these too, and keep them for a few minutes. */
  const open = (reply: FastifyReply, type: string) =>
    reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=300').type(type)

  app.get('/issuer', { config: anyone }, (_request, reply) =>
    open(reply, 'application/ld+json').send(issuerProfile(all, { name, publicUrl })),
  )
  app.get('/.well-known/did.json', { config: anyone }, (_request, reply) =>
    open(reply, 'application/did+json').send(didDocument(all, publicUrl)),
  )
  app.get('/.well-known/jwks.json', { config: anyone }, (_request, reply) =>
    open(reply, 'application/json').send(keySet(all, publicUrl)),
  )

  const ofKey = { params: Type.Object({ key: Type.String() }) }
  app.get('/issuer/keys/:key', { config: anyone, schema: ofKey }, (request, reply) => {
    const key = all.find(({ id }) => id === request.params.key)
    if (!key) throw new NotFound('page')
    return open(reply, 'application/json').send(keyDocument(key, publicUrl))
  })

  const ofList = { params: Type.Object({ list: Type.String() }) }
  const guarded = { config: { ...anyone, rateLimit: limits.verification }, schema: ofList }
  app.get('/status/:list', guarded, async (request, reply) => {
    const list = /^(0|[1-9]\d{0,8})$/.test(request.params.list) ? Number(request.params.list) : null
    if (list === null) throw new NotFound('page')
    if (list > 0 && list > Math.floor((await getLastPlace(app.db)) / listSize)) throw new NotFound('page')
    const withdrawn = await listWithdrawn(app.db, list)
    // The list's time is that of its last change, so that it stays the same, letter by letter, until the next one.
    const since = timeOf(new Date(Math.max(0, ...withdrawn.map(({ since: at }) => at.getTime()))))
    const places = withdrawn.map(({ place }) => place)
    const credential = statusListOf(at.statusList(list), at.issuer, places, since)
    const proof = { keyAddress: at.key, created: since }
    return open(reply, 'application/ld+json').send(await withProof(credential, app.issuerKeys, proof))
  })
}
