import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { inTransaction } from '../../server/platform/data/database.ts'
import { createJobs } from '../../server/platform/work/jobs.ts'
import { createMail } from '../../server/platform/work/mail.ts'
import { emptyDatabase, testDatabase } from '../support/database.ts'

const letter = { to: 'ama@example.org', subject: 'Votre accès – été', text: 'Bonjour,\nhttps://example.org/x?a=1' }

async function givenMail(smtpUrl: string | null = null) {
  const database = await testDatabase()
  await emptyDatabase(database.db)
  const mailDir = await mkdtemp(join(tmpdir(), 'mail-'))
  onTestFinished(() => rm(mailDir, { recursive: true }))
  const logged: unknown[] = []
  const jobs = createJobs(database, { log: (error) => logged.push(error) })
  const mail = createMail(jobs, { smtpUrl, from: 'Third Pillar <training@example.org>', mailDir })
  const queue = (changes = {}) => inTransaction(database.db, (trx) => mail.queue(trx, { ...letter, ...changes }))
  return { db: database.db, jobs, mailDir, logged, queue }
}

test('without a mail server each letter is a file that only its owner reads', async () => {
  const { jobs, mailDir, queue } = await givenMail()
  await queue()
  expect(await readdir(mailDir)).toEqual([])
  expect(await jobs.drain()).toBe(1)
  const [name = ''] = await readdir(mailDir)
  const content = await readFile(join(mailDir, name), 'utf8')
  expect(name).toMatch(/^\d{4}-\d\d-\d\dT[\d.-]+Z-[0-9a-f-]{36}\.eml$/)
  expect(content).toContain(`To: ${letter.to}\nSubject: ${letter.subject}\n`)
  expect(content.endsWith(`\n\n${letter.text}\n`)).toBe(true)
  expect((await stat(join(mailDir, name))).mode & 0o777).toBe(0o600)
})

test('with a mail server the letter arrives there', async () => {
  const received: { to: string[]; message: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, done) {
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), message: await text(stream) })
      done()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  // A listening TCP server has an address of this kind.
  const { port } = server.server.address() as AddressInfo

  const { jobs, queue } = await givenMail(`smtp://127.0.0.1:${port}`)
  await queue()
  expect(await jobs.drain()).toBe(1)
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual([letter.to])
  expect(received[0]?.message).toMatch(/^From: Third Pillar <training@example.org>$/m)
  expect(received[0]?.message).toContain('https://example.org/x?a=1')
})

test('a mail server that is down loses no letter and fails no request', async () => {
  const { db, jobs, logged, queue } = await givenMail('smtp://127.0.0.1:1')
  await queue()
  expect(await jobs.drain()).toBe(0)
  expect(String(logged[0])).toContain('ECONNREFUSED')
  const { rows } = await sql`select state, data->>'to' as to, retry_limit from pgboss.job`.execute(db)
  expect(rows).toEqual([{ state: 'retry', to: letter.to, retry_limit: 5 }])
})

test.for([
  { to: 'ama@example.org\r\nBcc: all@example.org' },
  { to: 'ama@example.org, kofi@example.org' },
  { to: 'nobody' },
  { subject: 'Hello\nBcc: all@example.org' },
  { subject: 'Hello\u2028there' },
])('a letter with %j is refused', async (changes) => {
  const { jobs, queue } = await givenMail()
  await expect(queue(changes)).rejects.toThrow('of a letter is one')
  expect(await jobs.drain()).toBe(0)
})
