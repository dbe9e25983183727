import Fastify from 'fastify'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { openDemo } from '../../server/demo/open-demo.ts'
import { knownPeople } from '../../server/demo/sample-people.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { openServices } from '../../server/services.ts'
import { sampleOf } from './certificates.ts'
import { insertHolders } from './holders.ts'

// What the bench measures: the real app with the demo's people and, beside it in the same process, the least that
// Fastify can answer. Both listen on ports of their own; the second line of output says where.

const config = readConfig(process.env)
const services = await openServices(config, systemClock)
await openDemo(services)
const people = Number(process.env.BENCH_HOLDERS ?? 0)
const course = services.courses.get('before-the-table')
const trainerEmail = knownPeople.trainer.email
const holders = { trainerEmail, course: course.slug, sample: sampleOf(course), people }
const cohort = people > 0 ? await insertHolders(services.db, holders) : undefined
const app = await buildApp(services)
await services.jobs.start() // they look for work while pages are served, as in life
await app.listen({ host: config.host, port: config.port })

const bare = Fastify({ logger: { level: config.logLevel }, bodyLimit: limits.bodyBytes })
bare.get('/hello', async () => ({ hello: 'world' }))
const hello = await bare.listen({ host: config.host, port: 0 })

process.once('disconnect', () => process.exit(1)) // nobody measures any more
process.once('SIGTERM', async () => {
  await Promise.all([app.close(), bare.close()])
  await services.jobs.stop()
  await services.close()
  process.exit(0)
})
process.on('message', () => process.send?.(process.cpuUsage()))
console.log(JSON.stringify({ app: config.publicUrl, hello: `${hello}/hello`, cohort }))
