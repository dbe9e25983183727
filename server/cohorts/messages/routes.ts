import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { limits } from '../../platform/web/limits.ts'
import { linkedText, type TextPart } from '../linked-text.ts'
import { type PageLinks, pageOf } from '../list-pages.ts'
import { getCohort } from '../queries.ts'
import { emptyMessage, type MessageForm, messageCharacters, readMessage } from './message.ts'
import { getCohortAndMessages, getMessage, listMessages } from './queries.ts'
import { sendMessage } from './send-message.ts'

/** `author` is null once the account is erased. */
type MessageLine = { id: string; subject: string; sent_at: Date; author: string | null; recipients: number }
type Room = { id: string; name: string; time_zone: string }

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/messages/sending': PageLinks & {
      cohort: Room & { people: number; confidential: boolean; closed_at: Date | null }
      messages: MessageLine[]
      /** The message that was sent just now. */
      sent: MessageLine | null
      form: MessageForm
      email: string
      messageCharacters: number
    }
    'cohorts/messages/messages': PageLinks & { cohort: Room & { leads: boolean }; messages: MessageLine[] }
    'cohorts/messages/message': {
      cohort: Room & { leads: boolean }
      message: MessageLine & { words: TextPart[] }
    }
  }
}

const id = Type.String({ format: 'uuid' })
const params = Type.Object({ cohortId: id })
const pages = { page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) }
const trainer = { config: { access: 'trainer' } as const }
const reader = { config: { access: 'learner' } as const }

/** What trainers tell the whole cohort: written by those who lead it, read by all of its people. */
export const messageRoutes: FastifyPluginAsyncTypebox = async (app) => {
  type Writer = { account: { email: string } | null; accountId: string }
  async function sendingPage(cohortId: string, { account, accountId }: Writer, page: number, form: MessageForm) {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const rows = await listMessages(app.db, cohortId, page)
    const { shown, ...links } = pageOf(rows, page, limits.listLength, `/cohorts/${cohortId}/messages`)
    return { cohort, messages: shown, ...links, sent: null, form, email: account?.email ?? '', messageCharacters }
  }

  const sendingQuery = Type.Object({ ...pages, sent: Type.Optional(id) })
  const sending = { ...trainer, schema: { params, querystring: sendingQuery } }
  app.get('/cohorts/:cohortId/messages', sending, async (request, reply) => {
    const { page = 1, sent } = request.query
    const props = await sendingPage(request.params.cohortId, request, page, emptyMessage())
    return reply.page('cohorts/messages/sending', {
      ...props,
      sent: props.messages.find((message) => message.id === sent) ?? null,
    })
  })

  app.post('/cohorts/:cohortId/messages', { ...trainer, schema: { params } }, async (request, reply) => {
    const { cohortId } = request.params
    const form = readMessage(request.body)
    if (!form.ok) return reply.code(422).page('cohorts/messages/sending', await sendingPage(cohortId, request, 1, form))
    const cohort = await getCohort(app.db, cohortId, request.accountId)
    const { name = '', email = '' } = request.account ?? {}
    const services = { db: app.db, mail: app.mail, publicUrl: app.config.publicUrl }
    const writing = { cohort, trainer: { id: request.accountId, name, email }, message: form.message }
    const sent = await sendMessage(services, writing, app.clock.now())
    return reply.redirect(`/cohorts/${cohortId}/messages?sent=${sent}`, 303)
  })

  const reading = { ...reader, schema: { params, querystring: Type.Object(pages) } }
  app.get('/learning/cohorts/:cohortId/messages', reading, async (request, reply) => {
    const { cohortId } = request.params
    const { page = 1 } = request.query
    const { messages, ...cohort } = await getCohortAndMessages(app.db, cohortId, request.accountId, page)
    const { shown, ...links } = pageOf(messages, page, limits.listLength, `/learning/cohorts/${cohortId}/messages`)
    const lines = shown.map((message) => ({ ...message, sent_at: new Date(message.sent_at) }))
    return reply.page('cohorts/messages/messages', { cohort, messages: lines, ...links })
  })

  const one = { ...reader, schema: { params: Type.Object({ cohortId: id, messageId: id }) } }
  app.get('/learning/cohorts/:cohortId/messages/:messageId', one, async (request, reply) => {
    const { cohortId, messageId } = request.params
    const { cohort, message } = await getMessage(app.db, cohortId, messageId, request.accountId)
    const { text, sent_at, ...line } = message
    const shown = { ...line, sent_at: new Date(sent_at), words: linkedText(text) }
    return reply.page('cohorts/messages/message', { cohort, message: shown })
  })
}
