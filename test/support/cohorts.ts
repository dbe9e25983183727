import type { TestApp } from './app.ts'
import type { Person } from './givens.ts'

export const beforeTheTable = 'before-the-table'
export const aProgramme = {
  title_en: 'Contracts that hold',
  title_fr: 'Des contrats qui tiennent',
  funder: 'A fund for fair contracts',
  starts_on: '2026-01-01',
  ends_on: '2027-12-31',
}
export const aCohort = {
  name: 'Deal team Kandra 2026',
  course: beforeTheTable,
  starts_on: '2026-03-02',
  ends_on: '2026-04-10',
  time_zone: 'Africa/Monrovia',
}

/** A programme, its people and its cohorts, all made through the pages that make them. */
export function cohortGivens({ givenAdministrator, givenPerson }: TestApp) {
  let administrator: Promise<Person> | undefined
  const asAdministrator = () => {
    administrator ??= givenAdministrator()
    return administrator
  }

  /** Gives the programme's id. */
  async function givenProgramme(details: Partial<typeof aProgramme> = {}): Promise<string> {
    const admin = await asAdministrator()
    const programme = { ...aProgramme, ...details }
    const answer = await admin.post('/admin/programmes', programme)
    if (answer.status !== 303) throw new Error(`The programme was not made: ${answer.words}`)
    const { text } = await admin.get(`/admin/people/${admin.id}`)
    return new RegExp(`value="([^"]+)">${programme.title_en}<`).exec(text)?.[1] ?? ''
  }

  async function givenRole(role: 'trainer' | 'donor', programme: string, name: string): Promise<Person> {
    const person = await givenPerson({ name })
    const admin = await asAdministrator()
    const answer = await admin.post(`/admin/people/${person.id}/grants`, { role, programme_id: programme })
    if (answer.status !== 303) throw new Error(`The role was not given: ${answer.words}`)
    return person
  }

  /** Gives the cohort's address and its join code. */
  async function givenCohort(trainer: Person, programme: string, details: Partial<typeof aCohort> = {}) {
    const answer = await trainer.post('/cohorts', { ...aCohort, programme_id: programme, ...details })
    const address = answer.location ?? ''
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await trainer.get(address)).words)?.[0]
    if (!code) throw new Error(`The cohort was not made: ${answer.words}`)
    return { address, code }
  }

  return {
    asAdministrator,
    givenProgramme,
    givenTrainer: (programme: string, name = 'Joseph Okra') => givenRole('trainer', programme, name),
    givenDonor: (programme: string, name = 'Dorothea Lend') => givenRole('donor', programme, name),
    givenCohort,
  }
}
