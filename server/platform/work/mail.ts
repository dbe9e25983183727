import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transporter } from 'nodemailer'
import { systemClock } from '../clock.ts'
import type { Db } from '../data/database.ts'
import { newId } from '../data/ids.ts'
import type { Jobs } from './jobs.ts'

/** A plain-text letter to one address. */
export type Letter = { to: string; subject: string; text: string }

export type Mail = {
  /**
   * Leaves the letter in the caller's transaction; a job sends it afterwards, so a mail server that is slow or down
   * never fails a request. Throws when the address or the subject could carry a second header or a second recipient.
   */
  queue(trx: Db, letter: Letter): Promise<void>
}

export type MailOptions = {
  /** `smtp://…` or `smtps://…`; null writes each letter to a file instead. */
  smtpUrl: string | null
  /** As it stands in the letter: `Third Pillar <training@example.org>`. */
  from: string
  /** Where letters go without SMTP: `<time>-<id>.eml`, readable by the owner alone. */
  mailDir: string
}

type QueuedLetter = Letter & { id: string }

export function createMail(jobs: Jobs, options: MailOptions): Mail {
  const { smtpUrl } = options
  const send = smtpUrl ? overSmtp(smtpUrl, options) : intoFiles(options)
  jobs.define<QueuedLetter>('letter', send)
  return {
    async queue(trx, { to, subject, text }) {
      refuseInjection({ to, subject })
      const letter: QueuedLetter = { id: newId(), to, subject, text }
      await jobs.send(trx, 'letter', letter)
    },
  }
}

function refuseInjection({ to, subject }: Pick<Letter, 'to' | 'subject'>) {
  if (!/^[^\s,;:<>()"\p{Cc}]+@[^\s,;:<>()"\p{Cc}]+$/u.test(to))
    throw new Error('The address of a letter is one plain address.')
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) throw new Error('The subject of a letter is one line.')
}

function overSmtp(url: string, { from }: MailOptions) {
  let transport: Promise<Transporter> | undefined
  return async ({ id, to, subject, text }: QueuedLetter) => {
    transport ??= connect(url) // not needed before the first letter, and slow to load
    const messageId = `<${id}@third-pillar>` // the same at every try, so that a letter sent twice shows as one
    await (await transport).sendMail({ from, to: { name: '', address: to }, subject, text, messageId })
  }
}

async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
  return createTransport({ url, ...patience })
}

function intoFiles({ from, mailDir }: MailOptions) {
  return async ({ id, to, subject, text }: QueuedLetter) => {
    const at = systemClock.now()
    const headers = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Date: ${at.toUTCString()}`, plainText]
    await mkdir(mailDir, { recursive: true, mode: 0o700 })
    const file = join(mailDir, `${at.toISOString().replaceAll(':', '-')}-${id}.eml`)
    await writeFile(file, `${headers.join('\n')}\n\n${text}\n`, { mode: 0o600, flag: 'wx' })
  }
}

const plainText = 'Content-Type: text/plain; charset=utf-8'
