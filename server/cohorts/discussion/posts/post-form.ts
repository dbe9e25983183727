import { isId, newId } from '../../../platform/data/ids.ts'
import { type Problems, readLongText, readTyped, type Typed } from '../../../platform/web/forms.ts'
import { isOneLine, saysSomething } from '../../words-typed.ts'

export const titleCharacters = 150
export const postCharacters = 3_000
export const reasonCharacters = 500

/** `form_id` is made with the form, so that a second press writes nothing more. */
export type PostForm = { typed: Typed; problems: Problems }
export type Words = { formId: string; title: string | null; text: string }
type Read = { ok: true; words: Words; typed: Typed } | ({ ok: false } & PostForm)

export const emptyForm = (): PostForm => ({ typed: { form_id: newId(), title: '', text: '' }, problems: {} })

export function readThread(body: unknown): Read {
  const { text: title, problem } = readLongText(body, 'title', { least: 1, most: titleCharacters })
  return readWords(body, title, problem !== null || !isOneLine(title) || !saysSomething(title))
}

export const readReply = (body: unknown): Read => readWords(body, null, false)

function readWords(body: unknown, title: string | null, titleIsWrong: boolean): Read {
  const { form_id = '' } = readTyped(body, ['form_id'])
  const formId = isId(form_id) ? form_id.toLowerCase() : newId()
  const { text, problem } = readLongText(body, 'text', { least: 1, most: postCharacters })
  const problems: Problems = {}
  if (titleIsWrong) problems.title = 'discussion.title.wrong'
  if (problem || !saysSomething(text)) problems.text = 'discussion.text.wrong'
  const typed = { form_id: formId, title: title ?? '', text }
  if (Object.keys(problems).length > 0) return { ok: false, typed, problems }
  return { ok: true, words: { formId, title, text }, typed }
}

/** Why somebody reports a post. */
export function readReason(body: unknown): { ok: true; reason: string } | ({ ok: false } & PostForm) {
  const { text, problem } = readLongText(body, 'reason', { least: 1, most: reasonCharacters })
  if (!problem && saysSomething(text)) return { ok: true, reason: text }
  return { ok: false, typed: { reason: text }, problems: { reason: 'discussion.reason.wrong' } }
}
