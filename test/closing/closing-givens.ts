import { sql } from 'kysely'
import { startApp } from '../support/app.ts'
import { type aCohort, beforeTheTable, cohortGivens } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'

/** The day after the cohort's last one, by its own calendar. */
export const afterTheEnd = new Date('2026-04-11T09:00:00Z')

/** A cohort whose lead is Joseph Okra, and its address. */
export async function givenClosing(
  options: Parameters<typeof startApp>[0] = {},
  details: Partial<typeof aCohort> = {},
) {
  const app = await startApp(options)
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme, details)
  const cohortId = address.split('/').at(-1) ?? ''

  async function givenMember(somebody: Parameters<typeof app.givenPerson>[0] = {}): Promise<Person> {
    const person = await app.givenPerson(somebody)
    await person.post(`/join/${code}`)
    return person
  }
  /** Somebody of the cohort who has met the award rule. */
  async function givenEarner(somebody: Parameters<typeof app.givenPerson>[0] = {}): Promise<Person> {
    const person = await givenMember(somebody)
    await app.finishLessons(person, beforeTheTable)
    await app.passQuiz(person, beforeTheTable, 'final', 1)
    return person
  }
  const close = (form = {}) => trainer.post(`${address}/closing`, form)
  const page = (query = '') => trainer.get(`${address}/closing${query}`)
  /** Runs one statement as an operator would, past the product. */
  const run = (text: string) => sql.raw(text).execute(app.db)
  const count = async (table: string, where = 'true') =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(where)}`.execute(app.db))
      .rows[0]?.n
  return {
    app,
    ...givens,
    programme,
    trainer,
    address,
    code,
    cohortId,
    givenMember,
    givenEarner,
    close,
    page,
    run,
    count,
  }
}
export type ClosingGivens = Awaited<ReturnType<typeof givenClosing>>

/** The row of somebody's name in a page's table, as it is read. */
export function rowOf(text: string, name: string): string {
  const row = text.split(/<\/?tr>/).find((part) => part.includes(`>${name}</a>`)) ?? ''
  return row
    .replaceAll(/<span class="unseen">.*?<\/span>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
