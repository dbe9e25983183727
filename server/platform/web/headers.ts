import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './errors.ts'

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
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  })
}

/** PostgreSQL keeps no NUL in a text, and no honest browser sends one: said once here, for addresses and forms. */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    if (request.url.includes('%00') || hasNul(request.body)) throw new Refusal(400, 'bad_request')
  })
}

const hasNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([key, part]) => hasNul(key) || hasNul(part))
