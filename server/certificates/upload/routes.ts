import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { limits } from '../../platform/web/limits.ts'
import { certificateLanguages } from '../../platform/words/languages.ts'
import { checkFile, type FileAnswer } from './check-file.ts'
import { readUpload } from './read-upload.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'certificates/checked-file': { answer: FileAnswer }
  }
  interface Partials {
    'certificates/file-form': { problem: 'file.missing' | 'file.large' | null }
  }
}

const open = { access: 'anyone', languages: certificateLanguages } as const
const anyone = { config: { ...open, rateLimit: limits.checkedFiles } }

/** Somebody holds a file, and asks whether it is what we issued. No account is needed, and nothing is kept. */
export const fileVerificationRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(multipart, { throwFileSizeLimit: false })

  // Where whoever changes the language of an answer, or opens its address again, arrives.
  app.get('/verify/file', { config: open }, async (_request, reply) => reply.redirect('/verify#file', 303))

  app.post('/verify/file', anyone, async (request, reply) => {
    reply.header('x-robots-tag', 'noindex')
    const { bytes, tooLarge } = await readUpload(request)
    const empty = { typed: {}, problems: {} }
    if (tooLarge) return reply.code(413).page('certificates/verify', { ...empty, file: 'file.large' })
    if (bytes.length === 0) return reply.code(422).page('certificates/verify', { ...empty, file: 'file.missing' })
    const asked = { db: app.db, seals: app.seals, now: app.clock.now() }
    const answer = await checkFile(asked, bytes)
    if (answer.match === 'unreadable' || answer.match === 'no_code') reply.code(422)
    return reply.page('certificates/checked-file', { answer })
  })
}
