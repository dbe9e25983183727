import { sql } from 'kysely'
import { insertGrant } from '../../server/accounts/queries.ts'
import type { Sex } from '../../server/accounts/tables.ts'
import { newCode, newId } from '../../server/platform/data/ids.ts'
import type { TestApp } from './app.ts'
import { type Person, password } from './givens.ts'

export const course = 'before-the-table'

type Officials = {
  country_code: string
  sex: Sex
  /** Whether they did anything; yes when left out. */
  begun?: boolean
  completed?: boolean
  certified?: boolean
}

/** Programmes with many people, as rows: reports count people whose ways are tested elsewhere. */
export function resultGivens({ db, clock, givenPerson, visitor }: TestApp) {
  async function givenProgramme(details: { title_en?: string; starts_on?: string; ends_on?: string } = {}) {
    const id = newId()
    const programme = {
      id,
      title_en: `Fair terms ${id.slice(0, 4)}`,
      title_fr: 'Des termes équitables',
      funder: 'A fund for fair contracts',
      starts_on: '2026-01-01',
      ends_on: '2026-12-31',
      created_at: clock.now(),
      ...details,
    }
    await db.insertInto('programmes').values(programme).execute()
    return id
  }

  async function givenCohort(programme_id: string, of = course) {
    const id = newId()
    const period = { starts_on: '2026-01-01', ends_on: '2026-12-31', time_zone: 'UTC' }
    const named = { name: `Cohort ${id}`, join_code: newCode(2, 4), created_by: null, created_at: clock.now() }
    await db
      .insertInto('cohorts')
      .values({ id, programme_id, course: of, ...named, ...period })
      .execute()
    return id
  }

  const join = (cohort_id: string, learnerIds: string[]) =>
    db
      .insertInto('cohort_members')
      .values(learnerIds.map((learner_id) => ({ cohort_id, learner_id, joined_at: clock.now() })))
      .execute()

  async function enrol(learnerIds: string[], details: Omit<Officials, 'country_code' | 'sex'>, of = course) {
    const at = clock.now()
    const idle = details.begun === false && !details.completed && !details.certified
    const completed_at = details.completed || details.certified ? at : null
    const rows = learnerIds.map((learner_id) => ({
      id: newId(),
      learner_id,
      course: of,
      content_hash: 'x',
      enrolled_at: at,
      last_active_at: idle ? at : new Date(at.getTime() + 60_000),
      completed_at,
    }))
    await db.insertInto('enrolments').values(rows).execute()
    if (!details.certified) return
    for (const learner_id of learnerIds)
      await sql`insert into credentials (id, code, learner_id, course, record, issued_at)
        values (${newId()}, ${newId()}, ${learner_id}, ${of}, '{}', ${at})`.execute(db)
  }

  /** So many officials of one country and sex in a cohort, all alike; gives their ids. Each is called Nobody Knows. */
  async function givenOfficials(cohort: string, n: number, { country_code, sex, ...done }: Officials) {
    const ids = Array.from({ length: n }, newId)
    if (n === 0) return ids
    const now = clock.now()
    const rows = ids.map((id) => ({
      id,
      email: `${id}@mines.example`,
      name: 'Nobody Knows',
      password_hash: 'none',
      country_code,
      institution: 'Ministry of Mines',
      sex,
      language: 'en' as const,
      consented_at: now,
      email_confirmed_at: now,
      created_at: now,
    }))
    await db.insertInto('accounts').values(rows).execute()
    await enrol(ids, done)
    await join(cohort, ids)
    return ids
  }

  async function givenDonor(...programmes: string[]): Promise<Person> {
    const person = await givenPerson({ name: 'Dorothea Lend' })
    for (const programme_id of programmes) {
      const grant = { id: newId(), account_id: person.id, role: 'donor', programme_id, granted_by: null } as const
      await insertGrant(db, { ...grant, granted_at: clock.now() })
    }
    const browser = visitor()
    await browser.post('/sign-in', { email: person.email, password })
    return { ...person, ...browser }
  }

  return { givenProgramme, givenCohort, givenOfficials, givenDonor, join, enrol }
}
