import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'
import { limits } from './limits.ts'

/** Nothing comes from elsewhere, nothing inline runs, nobody frames us. `https` adds what only makes sense there. */
export function sendSecurityHeaders(app: FastifyInstance, https: boolean): void {
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  })
  // The one page that reads codes with the camera says so itself.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
  })
}

// The router would answer an address that it cannot decode before any page can be made; so it is led past the router.
const unreadable = new WeakSet<IncomingMessage>()

/** For the server's `rewriteUrl`: an address that is not UTF-8, or has an endless part, goes to the front page, where `refuseUnreadable` waits. */
export function readableUrl(request: IncomingMessage): string {
  const url = request.url ?? '/'
  if (isReadable(url.split('?', 1)[0] ?? '')) return url
  unreadable.add(request)
  return '/'
}

function isReadable(path: string): boolean {
  try {
    return decodeURI(path)
      .split('/')
      .every((part) => part.length <= limits.paramCharacters)
  } catch {
    return false
  }
}

/**
 * An address that cannot be decoded, and a NUL anywhere: PostgreSQL keeps none in a text, and no honest browser sends
 * one. Said once here, for addresses and forms.
 */
export function refuseUnreadable(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (unreadable.has(request.raw) || request.url.includes('%00')) throw new Refusal(400, 'bad_request')
  })
  app.addHook('preValidation', async (request) => {
    if (hasNul(request.body)) throw new Refusal(400, 'bad_request')
  })
}

const hasNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([key, part]) => hasNul(key) || hasNul(part))
