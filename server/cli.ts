import { createInterface } from 'node:readline/promises'
import { createAdministrator } from './accounts/first-administrator.ts'
import { readSignUp } from './accounts/profile.ts'
import { describeCatalogue } from './catalogue/catalogue.ts'
import { loadCourses } from './catalogue/load-courses.ts'
import { formatProblem } from './catalogue/problems.ts'
import { readConfig } from './config.ts'
import { systemClock } from './platform/clock.ts'
import { backUp, restore } from './platform/data/backup.ts'
import { type Database, openDatabase } from './platform/data/database.ts'
import { migrate } from './platform/data/migrations.ts'
import { translator } from './platform/words/messages.ts'
import { itemTypes } from './quizzes/item-types.ts'

/** Commands for the operator. Each ends with a plain sentence and the exit code that belongs to it. */
const commands: Record<string, (args: string[]) => Promise<boolean>> = {
  migrate: () =>
    withDatabase(async (database) => {
      const applied = await migrate(database)
      for (const name of applied) console.log(`  ${name}`)
      const taken = applied.length === 1 ? 'one migration' : `${applied.length} migrations`
      console.log(applied.length === 0 ? 'The database is up to date.' : `The database took ${taken}.`)
    }),

  async backup([file]) {
    if (!file) return usage('npm run backup -- FILE')
    return withDatabase(async (database) => {
      const rows = await backUp(database, file)
      console.log(`${file} holds ${rows} rows. Keep it where the disk of this machine cannot take it along.`)
    })
  },

  async restore([file]) {
    if (!file) return usage('npm run restore -- FILE')
    return withDatabase(async (database) => {
      await migrate(database)
      console.log(`${await restore(database, file)} rows are back.`)
    })
  },

  async 'courses:check'([dir]) {
    const coursesDir = dir ?? readConfig(process.env).coursesDir
    const { catalogue, problems } = loadCourses(coursesDir, itemTypes)
    for (const problem of problems) console.error(formatProblem(problem))
    if (problems.length > 0)
      console.error(`${problems.length === 1 ? 'One mistake' : `${problems.length} mistakes`} to mend.`)
    else console.log(`${describeCatalogue(catalogue)}: no mistakes.`)
    return problems.length === 0
  },

  async 'create-admin'() {
    const config = readConfig(process.env)
    const form = readSignUp({ ...(await askForAdministrator()), sex: 'undisclosed', language: 'en', consent: 'yes' })
    if (!form.ok) {
      const t = translator('en')
      for (const [field, key] of Object.entries(form.problems)) console.error(`${field}: ${t(key)}`)
      return false
    }
    const database = await openDatabase(config)
    try {
      await migrate(database)
      const id = await createAdministrator(database.db, form.values, systemClock.now())
      console.log(
        id ? `${form.values.email} is an administrator and can sign in.` : 'That address already has an account.',
      )
      return id !== null
    } finally {
      await database.close()
    }
  },
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<boolean> {
  const database = await openDatabase(readConfig(process.env))
  try {
    await work(database)
    return true
  } finally {
    await database.close()
  }
}

function usage(command: string): boolean {
  console.error(`Say which file: ${command}`)
  return false
}

/** Reads the answers from the terminal, or from a pipe with one answer a line. */
async function askForAdministrator() {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const answers = lines[Symbol.asyncIterator]()
  const ask = async (question: string) => {
    process.stdout.write(`${question}: `)
    return (await answers.next()).value ?? ''
  }
  const email = await ask('E-mail address')
  const name = await ask('Name')
  const institution = await ask('Institution')
  const country_code = (await ask('Country, two letters')).toUpperCase()
  const password = await ask('Password')
  lines.close()
  return { email, name, institution, country_code, password }
}

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) console.error(`There is no command "${name}". There are: ${Object.keys(commands).join(', ')}.`)
try {
  process.exitCode = command && (await command(args)) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
