import { readFileSync } from 'node:fs'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { localeOf } from '../../platform/words/languages.ts'
import { offlineIcon } from './icon.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    /** `locale`: how the script writes days; `issuer`: whose keys the page keeps; `answers`: all that the script may say. */
    'certificates/offline': { locale: string; issuer: string; answers: readonly (typeof answers)[number][] }
  }
}

/** What public/js/offline.js shows, by its name in the page. */
const answers = [
  'signed',
  'expired',
  'changed',
  'mixed',
  'stranger',
  'keyless',
  'newer',
  'plain',
  'foreign',
  'unreadable',
  'no-picture',
  'refused',
  'no-camera',
  'insecure',
] as const

const anyone = { config: { access: 'anyone' } } as const
const day = 'public, max-age=86400'
const icon = '/verify/icon.png'

/** A page that is kept on a telephone and checks certificates without a line: what it needs, and nobody's name. */
export const offlineRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/verify/offline', anyone, async (request, reply) => {
    reply.header('permissions-policy', 'camera=(self), geolocation=(), microphone=()')
    const { language } = request
    const locale = language === 'en' ? 'en-GB' : localeOf(language)
    return reply.page('certificates/offline', { locale, issuer: app.config.issuer, answers })
  })

  app.get('/verify/offline.webmanifest', anyone, async ({ language, t }, reply) =>
    reply
      .type('application/manifest+json')
      .header('cache-control', 'public, no-cache')
      .send({
        name: t('offline.title'),
        short_name: t('offline.short'),
        lang: language,
        start_url: '/verify/offline',
        scope: '/verify/',
        display: 'standalone',
        background_color: '#fdfcf9',
        theme_color: '#fdfcf9',
        icons: [
          { src: icon, sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
          { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      }),
  )

  // Not below /assets: what a worker may answer for begins where it lies.
  const worker = readFileSync(new URL('../../../public/js/worker/offline-worker.js', import.meta.url))
  app.get('/verify/worker.js', anyone, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(worker),
  )

  let picture: Buffer | undefined // drawn when a telephone first asks for it
  app.get(icon, anyone, async (_request, reply) => {
    picture ??= offlineIcon()
    return reply.type('image/png').header('cache-control', day).send(picture)
  })
}
