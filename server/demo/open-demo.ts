import { countAccounts, findAccountByEmail } from '../accounts/queries.ts'
import type { OpenServices } from '../services.ts'
import { demoPassword, knownPeople } from './sample-people.ts'
import { seed } from './seed.ts'

/** The database holds people, and not those of the demo. */
export class NotADemo extends Error {}

/** Fills an empty database with the sample people, or goes on with them. Gives what to print. Throws NotADemo. */
export async function openDemo({ db, courses, config, clock }: OpenServices): Promise<string> {
  if ((await countAccounts(db)) === 0) {
    console.log('Making the sample people and eighteen months of their learning; this takes some seconds.')
    await seed({ db, courses, issuer: config.issuer, now: clock.now() })
  } else if (!(await findAccountByEmail(db, knownPeople.official.email))) {
    throw new NotADemo(
      'This database has accounts of its own. The demo begins with an empty one: set DATA_DIR to a new folder.',
    )
  }
  const lines = Object.entries(knownPeople).map(
    ([key, { email, name }]) => `  ${email.padEnd(22)} ${name}, ${roles[key] ?? ''}`,
  )
  return `Sample people, all with the password ${demoPassword}:\n${lines.join('\n')}`
}

const roles: Record<string, string> = {
  official: 'half way through a course',
  newcomer: 'has an account and nothing else',
  trainer: 'leads six cohorts',
  trainer2: 'leads the other six',
  donor: 'reads the programme Fair Deals',
  donor2: 'reads the programme Sahel Contract Teams',
  admin: 'administrator',
}
