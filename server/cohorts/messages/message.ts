import { isId, newId } from '../../platform/data/ids.ts'
import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'
import { isOneLine, saysSomething } from '../words-typed.ts'

export const subjectCharacters = 150
export const messageCharacters = 5_000

/** `form_id` is made with the form, so that a second press sends nothing more. */
export type MessageForm = { typed: Typed; problems: Problems }
export type Message = { formId: string; subject: string; text: string }

export const emptyMessage = (): MessageForm => ({ typed: { form_id: newId(), subject: '', text: '' }, problems: {} })

export function readMessage(body: unknown): { ok: true; message: Message } | ({ ok: false } & MessageForm) {
  const { form_id = '' } = readTyped(body, ['form_id'])
  const formId = isId(form_id) ? form_id.toLowerCase() : newId()
  const subject = readLongText(body, 'subject', { least: 1, most: subjectCharacters })
  const text = readLongText(body, 'text', { least: 1, most: messageCharacters })
  const problems: Problems = {}
  if (subject.problem || !isOneLine(subject.text) || !saysSomething(subject.text))
    problems.subject = 'message.subject.wrong'
  if (text.problem || !saysSomething(text.text)) problems.text = 'message.text.wrong'
  if (Object.keys(problems).length === 0)
    return { ok: true, message: { formId, subject: subject.text, text: text.text } }
  return { ok: false, typed: { form_id: formId, subject: subject.text, text: text.text }, problems }
}
