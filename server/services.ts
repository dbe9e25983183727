import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Services } from './app.ts'
import { loadCourses } from './catalogue/load-courses.ts'
import { formatProblem } from './catalogue/problems.ts'
import { loadIssuerKeys } from './certificates/badge/issuer-keys.ts'
import { loadDocumentKeys } from './certificates/document-keys.ts'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import { type Database, openDatabase } from './platform/data/database.ts'
import { migrate } from './platform/data/migrations.ts'
import { languages } from './platform/words/languages.ts'
import { translator } from './platform/words/messages.ts'
import { createJobs } from './platform/work/jobs.ts'
import { createMail } from './platform/work/mail.ts'
import { itemTypes } from './quizzes/item-types.ts'

/** Courses with mistakes stop the start: every line says the file and the line. */
export class BrokenCourses extends Error {}

export type OpenServices = Services & { database: Database; close(): Promise<void> }

/** Everything an app, a command or the demo needs, opened in order; `close` gives it back. */
export async function openServices(config: Config, clock: Clock): Promise<OpenServices> {
  for (const language of languages) translator(language) // a malformed message stops the start, not a reader's page
  const { catalogue, problems } = loadCourses(config.coursesDir, itemTypes)
  if (problems.length > 0) throw new BrokenCourses(problems.map(formatProblem).join('\n'))
  mkdirSync(config.dataDir, { recursive: true })
  const keysDir = join(config.dataDir, 'keys')
  const issuerKeys = loadIssuerKeys(keysDir, config.issuerKey)
  const documentKeys = loadDocumentKeys(keysDir, config.documentKey, config.issuer, clock.now())
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir })
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  const keys = { issuerKeys, documentKeys }
  const services = { config, clock, courses: catalogue, ...keys, database, ...workOn(database, config) }
  return { ...services, close: () => database.close() }
}

/** Jobs and letters over a database. */
export function workOn(database: Database, config: Config) {
  const jobs = createJobs(database, { log: (error) => console.error('A job failed:', error) })
  const mailDir = join(config.dataDir, 'mail')
  const mail = createMail(jobs, { smtpUrl: config.smtpUrl, from: config.mailFrom, mailDir })
  return { db: database.db, jobs, mail }
}
