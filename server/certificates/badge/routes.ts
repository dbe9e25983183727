import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { readCode } from '../verification-code.ts'
import type { Issued } from './badge.ts'
import { bakedPng, bakedSvg } from './baked.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { getIssued } from './queries.ts'
import { badgeAsJwt, signedBadge } from './signed-badge.ts'

declare module 'fastify' {
  interface FastifyInstance {
    issuerKeys: IssuerKeys
  }
}

/** For whoever holds the code, as on the page that verifies it: the badge in each of its forms. */
export const badgeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl } = app.config
  const schema = { params: Type.Object({ code: Type.String() }) }
  const guarded = { config: { access: 'anyone', rateLimit: limits.verification }, schema } as const

  /** Looks a badge up, and says how its file is called and that it is not for search engines. */
  const open = async (typed: string, reply: FastifyReply, ending: string): Promise<Issued> => {
    reply.header('x-robots-tag', 'noindex')
    const read = readCode(typed)
    if ('problem' in read) throw new NotFound('certificate')
    const issued = await getIssued(app.db, read.code)
    reply.header('content-disposition', `attachment; filename="${read.code}.${ending}"`)
    reply.header('cache-control', 'private, no-cache')
    return issued
  }

  app.get('/certificates/:code.json', guarded, async (request, reply) => {
    const issued = await open(request.params.code, reply, 'json')
    return reply.type('application/ld+json').send(await signedBadge(issued, app.issuerKeys, publicUrl))
  })

  app.get('/certificates/:code.jwt', guarded, async (request, reply) => {
    const issued = await open(request.params.code, reply, 'jwt')
    return reply.type('application/jwt').send(badgeAsJwt(issued, app.issuerKeys, publicUrl))
  })

  app.get('/certificates/:code.png', guarded, async (request, reply) => {
    const issued = await open(request.params.code, reply, 'png')
    const badge = await signedBadge(issued, app.issuerKeys, publicUrl)
    return reply.type('image/png').send(bakedPng(issued.record, badge))
  })

  app.get('/certificates/:code.svg', guarded, async (request, reply) => {
    const issued = await open(request.params.code, reply, 'svg')
    const badge = await signedBadge(issued, app.issuerKeys, publicUrl)
    return reply.type('image/svg+xml').send(bakedSvg(issued.record, badge))
  })
}
