import '@fastify/cookie'
import type { Config } from '../../config.ts'
import type { Clock } from '../clock.ts'
import type { Db } from '../data/database.ts'
import type { DocumentKey } from '../documents/document-key.ts'
import type { Jobs } from '../work/jobs.ts'
import type { Mail } from '../work/mail.ts'

/** What every feature may reach for through `app`. */
declare module 'fastify' {
  interface FastifyInstance {
    config: Config
    db: Db
    clock: Clock
    jobs: Jobs
    mail: Mail
    documentKey: DocumentKey
  }
}
