import { exitOnSignals } from '../kill/program.ts'
import { startPostgres } from '../support/postgres.ts'
import { loadTest, type Outcome } from './run.ts'

// `npm run load-test [-- LEARNERS]`: so many answer a timed quiz at once. Is anything lost, and how long do they wait?

const learners = Number(process.argv[2] ?? 200)
const thinkMs = 2_000
const mostMs = 50_000

function print(outcome: Outcome) {
  const { acknowledged, lost, wrong, resent, storedOnce, errors, handedIn, milliseconds, times, busy } = outcome
  const seconds = milliseconds / 1000
  const requests = Object.values(times).reduce((sum, one) => sum + one.length, 0)
  const rate = (count: number) => `${Math.round(count / seconds)}/s`
  const facts = {
    'saves acknowledged': acknowledged,
    lost: lost.length,
    wrong: wrong.length,
    'resent, stored once': `${storedOnce} of ${resent}`,
    'handed in': `${handedIn} of ${learners}`,
    errors: errors.length,
    duration: `${seconds.toFixed(1)} s`,
    throughput: `${rate(acknowledged)} saves, ${rate(requests)} requests`,
  }
  for (const [name, value] of Object.entries(facts)) console.log(`${name.padEnd(20)}${value}`)
  console.log(`\n${'milliseconds'.padEnd(20)}${['p50', 'p95', 'p99', 'max'].map((word) => word.padStart(8)).join('')}`)
  for (const kind of ['save', 'submission', 'start', 'page'] as const) {
    const sorted = times[kind].toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
    const figures = [0.5, 0.95, 0.99, 1].map((share) => String(Math.round(at(share))).padStart(8))
    console.log(`${kind.padEnd(20)}${figures.join('')}`)
  }
  console.log(`\nThe process that plays the learners was busy for ${Math.round(busy * 100)} % of the time.`)
  for (const sentence of [...lost, ...wrong, ...new Set(errors)].slice(0, 20)) console.log(`  ${sentence}`)
}

async function main() {
  if (!(Number.isInteger(learners) && learners >= 1 && learners <= 500))
    throw new Error('Give the number of learners, from 1 to 500.')
  const given = process.env.TEST_DATABASE_URL
  const server = given ? null : await startPostgres()
  const serverUrl = given ?? server?.url
  if (!serverUrl) {
    console.log(`skipped: ${server && 'reason' in server ? server.reason : 'there is no PostgreSQL'}`)
    return
  }
  try {
    const name = server?.url ? `PostgreSQL ${server.version}, which does not wait for its disk` : 'TEST_DATABASE_URL'
    console.log(`${learners} learners, a timed quiz of ten items, up to 2 s between items, on ${name}\n`)
    const outcome = await loadTest({ learners, thinkMs, mostMs, serverUrl })
    print(outcome)
    const well = outcome.lost.length + outcome.wrong.length === 0
    console.log(
      well
        ? 'Every acknowledged save is stored once, and every score is what the stored responses earn.'
        : 'Something that was acknowledged is lost or wrong: see above.',
    )
    process.exitCode = well ? 0 : 1
  } finally {
    if (server?.url) await server.stop()
  }
}

exitOnSignals()
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
