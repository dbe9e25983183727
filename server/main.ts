import { linkForFirstAdministrator } from './accounts/first-administrator.ts'
import { buildApp } from './app.ts'
import { createDigests } from './cohorts/discussion/digest/write-digests.ts'
import { readConfig } from './config.ts'
import { openDemo } from './demo/open-demo.ts'
import { nightlyWork } from './nightly-work.ts'
import { systemClock } from './platform/clock.ts'
import { repeat } from './platform/work/repeat.ts'
import { closeOverdueAttempts } from './quizzes/time/close-overdue.ts'
import { openServices } from './services.ts'

const dayMs = 86_400_000
/** Attempts are closed within so long after their time: a look costs one small query. */
const overdueEveryMs = 10_000
/** Daily letters leave within so long after their hour, and after a start. */
const digestsEveryMs = 10 * 60_000

/**
 * One process: config, database, app, listen, and a polite end. `--demo` fills an empty database with sample people;
 * `--development` reads templates anew for every page.
 */
async function main(args: string[]): Promise<void> {
  const config = readConfig(process.env, { development: args.includes('--development') })
  const services = await openServices(config, systemClock)
  if (args.includes('--demo')) console.log(await openDemo(services))
  const app = await buildApp(services)
  await services.jobs.start()
  await app.listen({ host: config.host, port: config.port })

  const { db, mail, clock } = services
  const writeDigests = createDigests({ db, mail, publicUrl: config.publicUrl })
  const regular = [
    repeat(dayMs, () => nightlyWork(services)),
    repeat(overdueEveryMs, () => closeOverdueAttempts(services.db, services.courses, services.clock.now())),
    repeat(digestsEveryMs, () => writeDigests(clock.now())),
  ]

  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await Promise.all(regular.map((work) => work.stop()))
    await app.close()
    await services.jobs.stop()
    await services.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)

  const link = await linkForFirstAdministrator(services.db, config.publicUrl, services.clock.now())
  if (link) console.log(`There is no administrator yet. This link makes the first one, once, within a day:\n  ${link}`)
  if (!config.smtpUrl) console.log(`Letters are written to ${config.dataDir}/mail, since SMTP_URL is not set.`)
  console.log(`Third Pillar is at ${config.publicUrl}`)
}

main(process.argv).catch((error: unknown) => {
  console.error(sentenceFor(error))
  process.exit(1)
})

/** What an operator can mend is said in a sentence; a fault of ours needs its trace. */
function sentenceFor(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) return error
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}: another program listens there. Set PORT to a free one.`
  return error.message
}
