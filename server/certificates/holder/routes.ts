import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { inTransaction } from '../../platform/data/database.ts'
import { newSecret } from '../../platform/data/ids.ts'
import { zipStream } from '../../platform/documents/zip.ts'
import { NotFound } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { certificateLanguages } from '../../platform/words/languages.ts'
import { audit } from '../../platform/work/audit.ts'
import type { Issued } from '../badge/badge.ts'
import { fileNameOf } from '../file-name.ts'
import { drawIssued } from '../issued-file.ts'
import type { CredentialRecord } from '../record.ts'
import { readCode } from '../verification-code.ts'
import { type Preview, previewOf } from './preview.ts'
import { previewPng } from './preview-drawing.ts'
import { deleteShare, findShared, getHeld, insertShare, listHeld, setHidden } from './queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'certificates/holder/certificate': {
      record: CredentialRecord
      hidden: boolean
      revoked: boolean
      /** The address of the link; null while there is none. */
      link: { address: string; made_at: Date } | null
    }
    'certificates/holder/shared': { record: CredentialRecord; address: string; preview: Preview }
  }
}

const learner = { access: 'learner' } as const
const ofCode = { config: learner, schema: { params: Type.Object({ code: Type.String() }) } }
const anyone = { access: 'anyone', languages: certificateLanguages, rateLimit: limits.verification } as const
const ofSecret = { params: Type.Object({ secret: Type.String() }) }
const shared = { config: anyone, schema: ofSecret }

/** What a holder does with a certificate: shows it by a link, takes the link back, hides it, takes all of them along. */
export const holderRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const held = (request: FastifyRequest<{ Params: { code: string } }>) => {
    const read = readCode(request.params.code)
    if ('problem' in read) throw new NotFound('certificate')
    return getHeld(app.db, read.code, request.accountId)
  }

  app.get('/certificates/:code/sharing', ofCode, async (request, reply) => {
    const { record, hidden_at, revoked_at, secret, made_at } = await held(request)
    const address = `${app.config.publicUrl}/shared/${secret}`
    return reply.page('certificates/holder/certificate', {
      record,
      hidden: hidden_at !== null,
      revoked: revoked_at !== null,
      link: secret && made_at ? { address, made_at } : null,
    })
  })

  type Deed = (id: string, now: Date) => { action: string; write: (trx: typeof app.db) => Promise<boolean> }
  const deeds: Record<string, Deed> = {
    share: (id, now) => ({
      action: 'certificate.shared',
      write: (trx) => insertShare(trx, { credential_id: id, secret: newSecret(), made_at: now }),
    }),
    'share/removal': (id) => ({ action: 'certificate.unshared', write: (trx) => deleteShare(trx, id) }),
    hiding: (id, now) => ({ action: 'certificate.hidden', write: (trx) => setHidden(trx, id, now) }),
    showing: (id) => ({ action: 'certificate.shown', write: (trx) => setHidden(trx, id, null) }),
  }
  for (const [noun, deed] of Object.entries(deeds))
    app.post(`/certificates/:code/${noun}`, ofCode, async (request, reply) => {
      const { id, record } = await held(request)
      const now = app.clock.now()
      const { action, write } = deed(id, now)
      await inTransaction(app.db, async (trx) => {
        if (!(await write(trx))) return // pressed again
        await audit(trx, { at: now, accountId: request.accountId, action, subject: id })
      })
      return reply.redirect(`/certificates/${record.code}/sharing`, 303)
    })

  app.get('/certificates.zip', { config: learner }, async (request, reply) => {
    const held = await listHeld(app.db, request.accountId)
    if (held.length === 0) throw new NotFound('certificates')
    async function* draw(issued: Issued) {
      yield await drawIssued(issued, app.seals)
    }
    reply.header('content-disposition', 'attachment; filename="certificates.zip"')
    reply.header('cache-control', 'private, no-cache').type('application/zip')
    return reply.send(
      zipStream(held.map((issued) => ({ name: fileNameOf(issued.record), chunks: draw(issued), stored: true }))),
    )
  })

  /** What a link shows, which is not for search engines. */
  const open = async (secret: string, reply: FastifyReply): Promise<CredentialRecord> => {
    reply.header('x-robots-tag', 'noindex')
    const record = await findShared(app.db, secret)
    if (!record) throw new NotFound('share')
    return record
  }

  app.get('/shared/:secret', shared, async (request, reply) => {
    const { secret } = request.params
    const record = await open(secret, reply)
    const { publicUrl } = app.config
    const preview = previewOf(record, `${publicUrl}/shared/${secret}`)
    return reply.page('certificates/holder/shared', { record, address: `${publicUrl}/verify/${record.code}`, preview })
  })

  app.get('/shared/:secret.png', shared, async (request, reply) => {
    const record = await open(request.params.secret, reply)
    // Shown on other people's pages; nobody keeps it for others, or for long: the link may be taken back.
    reply.header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'private, max-age=300')
    return reply.type('image/png').send(previewPng(record))
  })
}
