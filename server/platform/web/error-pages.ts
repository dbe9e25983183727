import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { dayOfClosing } from '../data/closed-cohort.ts'
import { newCode } from '../data/ids.ts'
import { Refusal, type RefusalCode } from './errors.ts'
import { speak } from './request-language.ts'

declare module './pages.ts' {
  interface Pages {
    'errors/refusal': { status: number; code: RefusalCode; day: string | null }
    'errors/fault': { faultNumber: string; at: Date }
  }
}

/** Refuse with a reason, fail with a number. One handler for everything that is thrown. */
export function answerErrors(app: FastifyInstance, now: () => Date): void {
  app.setNotFoundHandler((request, reply) => refuse(request, reply, new Refusal(404, 'not_found')))

  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal) return refuse(request, reply, refusal)
    const number = newCode(2, 4)
    request.log.error({ err: error, fault: number, url: request.url }, 'fault')
    if (!request.t) speak(request)
    return reply.code(500).page('errors/fault', { faultNumber: number, at: now() })
  })
}

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (!request.t) speak(request)
  const { status, code, day } = refusal
  return reply.code(status).page('errors/refusal', { status, code, day })
}

/** What the web server itself refuses, in our words. An id that is no id is a thing that is not there. */
function asRefusal(error: FastifyError | Refusal): Refusal | null {
  if (error instanceof Refusal) return error
  const closedOn = dayOfClosing(error)
  if (closedOn) return new Refusal(409, 'cohort_is_closed', closedOn)
  if (error.validation) {
    return error.validationContext === 'params' ? new Refusal(404, 'not_found') : new Refusal(400, 'bad_request')
  }
  switch (error.statusCode) {
    case 413:
      return new Refusal(413, 'too_large')
    case 415:
      return new Refusal(415, 'wrong_type')
    case 429:
      return new Refusal(429, 'too_many')
    case 404:
      return new Refusal(404, 'not_found')
    default:
      return error.statusCode && error.statusCode < 500 ? new Refusal(400, 'bad_request') : null
  }
}
