import { startApp } from '../support/app.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { codesIn, givenCertificate, givenEarner } from './holders.ts'

type Somebody = Parameters<typeof givenEarner>[1]

/** A cohort with its trainer, and people who were issued their certificate in it. */
export async function givenIssued() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code: joinCode } = await givens.givenCohort(trainer, programme)

  async function givenHolder(somebody: Somebody = {}) {
    const person = await givenEarner(app, somebody)
    await person.post(`/join/${joinCode}`)
    const code = await givenCertificate(person)
    const page = `${address}/people/${person.id}/certificates`
    return { ...person, code, page, at: `${page}/${code}` }
  }
  const rows = () => app.db.selectFrom('credentials').selectAll().orderBy('status_index').execute()
  const events = (action: string) =>
    app.db.selectFrom('audit_events').selectAll().where('action', '=', action).orderBy('id').execute()
  const codesOf = async (person: { get: (typeof trainer)['get'] }) => codesIn((await person.get('/certificates')).text)
  const lettersTo = async ({ email }: { email: string }) => (await app.letters()).filter(({ to }) => to === email)
  return { ...givens, app, programme, trainer, address, givenHolder, rows, events, codesOf, lettersTo }
}

export const aReason = 'The accent was lost when the list was typed.'
export const corrected = { name: 'Aminà Darwé', reason: aReason }
