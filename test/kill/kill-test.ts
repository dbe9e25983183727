import { startPostgres } from '../support/postgres.ts'
import { exitOnSignals } from './program.ts'
import { killAgainAndAgain } from './rounds.ts'

// `npm run kill-test [-- ROUNDS]`: is anything lost that was acknowledged, when the program is killed in the middle?

const rounds = Number(process.argv[2] ?? 20)

async function on(engine: string, serverUrl: string | null): Promise<boolean> {
  console.log(`\nOn ${engine}: ${rounds} times SIGKILL while people work`)
  const { acknowledged, lost, half } = await killAgainAndAgain({
    rounds,
    serverUrl,
    each({ number, acknowledged, lost, half, startedIn }) {
      const found = `${lost.length} lost, ${half.length} by half`
      console.log(
        `${String(number).padStart(4)}: ${acknowledged} acknowledged, ${found}; up in ${Math.round(startedIn)} ms`,
      )
      for (const sentence of [...lost, ...half]) console.log(`      ${sentence}`)
    },
  })
  console.log(`In all ${acknowledged} acknowledged, ${lost.length} lost, ${half.length} by half.`)
  return lost.length + half.length === 0
}

async function main() {
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('Give the number of rounds, for example 20.')
  let well = await on('the embedded database', null)
  const given = process.env.TEST_DATABASE_URL
  const server = given ? null : await startPostgres()
  const url = given ?? server?.url ?? null
  if (url) well = (await on('PostgreSQL', url)) && well
  else console.log(`\nNot on PostgreSQL: ${server && 'reason' in server ? server.reason : 'there is none'}.`)
  if (server?.url) await server.stop()
  console.log(
    well
      ? '\nNothing that was acknowledged is lost, and nothing is done by half.'
      : '\nSomething that was acknowledged is lost or done by half: see above.',
  )
  process.exitCode = well ? 0 : 1
}

exitOnSignals()
main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
