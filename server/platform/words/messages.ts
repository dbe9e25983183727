import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type en from '../../../views/locales/en.json'
import { type Language, localeOf } from './languages.ts'

/** Every word key: the English file decides which there are. */
export type Key = keyof typeof en

/** The arguments of each message. `npm run check` extends this from the English file; without that they are free. */
// biome-ignore lint/suspicious/noEmptyInterface: open on purpose, see above.
export interface Words {}

type Nothing = Record<never, never>
// A key that is one of several needs the arguments of all of them, hence the detour through a function's parameter.
type Arguments<K> = (K extends keyof Words ? (words: Words[K]) => void : never) extends (words: infer A) => void
  ? A
  : never
type Checked<K> = Nothing extends Arguments<K> ? [] : [params: Arguments<K>]
// A key that may be any has free arguments.
type Rest<K> = Key extends K ? [params?: object] : [K] extends [keyof Words] ? Checked<K> : [params?: object]

/** Gives the text of a key in one language, as plain text: a template escapes it. */
export type Translate = <K extends Key>(key: K, ...params: Rest<K>) => string

type Params = Record<string, string | number | Date>
type Message = string | IntlMessageFormat
type Messages = Map<string, Message>

/**
 * Compiles the text of one message (ICU MessageFormat; tags are text). A text without arguments stays a string,
 * which costs nothing at each call. Throws when the text is malformed.
 */
export function compileMessage(text: string, locale: string): Message {
  if (!/[{}']/.test(text)) return text
  const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
  const parts = message.getAst()
  // 0 is a literal: what is left of a text whose apostrophes quoted something.
  return parts.every((part) => part.type === 0) ? String(message.format()) : message
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}

/** Reads one file of words. A language without a file has no messages. Throws one error that lists every mistake. */
export function readMessages(file: string, locale: string): Messages {
  const messages: Messages = new Map()
  if (!existsSync(file)) return messages
  const mistakes: string[] = []
  for (const [key, text] of Object.entries(readJson(file))) {
    try {
      if (typeof text !== 'string') throw new Error('is not a text')
      messages.set(key, compileMessage(text, locale))
    } catch (error) {
      mistakes.push(`${file}: ${key}: ${error instanceof Error ? error.message : error}`)
    }
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return messages
}

/**
 * Translators over one folder of `<language>.json`, each file read once, when its language is first asked for.
 * A key without a text in the language is answered in English; one without any text is shown as the key.
 */
export function createTranslators(dir: string): (language: Language) => Translate {
  const translators = new Map<Language, Translate>()
  const files = new Map<Language, Messages>()
  const messagesOf = (language: Language) => {
    const messages = files.get(language) ?? readMessages(join(dir, `${language}.json`), localeOf(language))
    files.set(language, messages)
    return messages
  }
  return (language) => {
    const known = translators.get(language)
    if (known) return known
    const messages = messagesOf(language)
    const english = messagesOf('en')
    const translate = (key: string, params?: object): string => {
      const message = messages.get(key) ?? english.get(key) ?? key
      // The types of `Translate` promise that each argument is one of Params.
      return typeof message === 'string' ? message : String(message.format(params as Params))
    }
    // Which arguments a key asks for is known to the checker only, so that here they are any.
    const checked = translate as Translate
    translators.set(language, checked)
    return checked
  }
}

/** The product's own words: `translator('fr')('attempt.left', { minutes: 3 })`. */
export const translator = createTranslators(resolve(import.meta.dirname, '../../../views/locales'))
