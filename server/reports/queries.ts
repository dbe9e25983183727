import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Sex } from '../accounts/tables.ts'
import type { Target } from '../cohorts/programmes/aims.ts'
import type { Db } from '../platform/data/database.ts'
import { NotFound } from '../platform/web/errors.ts'
import type { Measure } from './indicators.ts'

export type Programme = {
  id: string
  title_en: string
  title_fr: string
  funder: string
  starts_on: string
  ends_on: string
  iati_identifier: string
  countries_named: boolean
  targets: Target[]
}
export type Counts = Record<Measure, number>
/** `country_code` is that of `unnamedCountry` for those whose country donors may not read. */
export type Group = Counts & { country_code: string; sex: Sex }

/** Stands for every country that is not named: a code that ISO 3166-1 leaves to its users. */
export const unnamedCountry = 'ZZ'

const programmes = (db: Db, granted: string[]) =>
  db
    .selectFrom('programmes')
    .select(['id', 'title_en', 'title_fr', 'funder', 'starts_on', 'ends_on', 'iati_identifier', 'countries_named'])
    .select((e) =>
      jsonArrayFrom(
        e
          .selectFrom('programme_targets')
          .select(['programme_targets.indicator', 'programme_targets.target'])
          .whereRef('programme_targets.programme_id', '=', 'programmes.id'),
      ).as('targets'),
    )
    .where('id', 'in', granted)

/** The programmes among those granted to a donor, the newest first. */
export const listProgrammes = async (db: Db, granted: string[]): Promise<Programme[]> =>
  granted.length === 0 ? [] : programmes(db, granted).orderBy('starts_on', 'desc').orderBy('title_en').execute()

/** The grants are part of the key: another donor's programme is not found, rather than forbidden. */
export async function getProgramme(db: Db, id: string, granted: string[]): Promise<Programme> {
  if (!granted.includes(id)) throw new NotFound('report')
  return programmes(db, [id]).executeTakeFirstOrThrow(() => new NotFound('report'))
}

/** Everyone whom the indicators may count, once, with what each indicator says of them; see indicators.ts. */
const people = (programmeId: string | null) => sql`
  select accounts.id, accounts.sex,
    case when bool_or(cohorts.confidential or not programmes.countries_named) then ${unnamedCountry}
      else accounts.country_code end as country_code,
    bool_or(enrolments.last_active_at > enrolments.enrolled_at or enrolments.completed_at is not null) as active,
    bool_or(enrolments.completed_at is not null) as completed,
    bool_or(enrolments.completed_at is not null and credentials.id is not null) as certified
  from cohorts
    join programmes on programmes.id = cohorts.programme_id
    join cohort_members on cohort_members.cohort_id = cohorts.id
    join enrolments on enrolments.learner_id = cohort_members.learner_id and enrolments.course = cohorts.course
    join accounts on accounts.id = enrolments.learner_id
    left join credentials
      on credentials.learner_id = enrolments.learner_id and credentials.course = enrolments.course
        and credentials.kind = 'achievement' and credentials.revoked_at is null and credentials.replaced_at is null
  ${programmeId === null ? sql`` : sql`where cohorts.programme_id = ${programmeId}`}
  group by accounts.id`

const counts = sql`
  count(*) as enrolled,
  count(*) filter (where active) as active,
  count(*) filter (where completed) as completed,
  count(*) filter (where certified) as certified`

/** The people of a programme counted by country and sex: a row for each group that has anyone. */
export async function countGroups(db: Db, programmeId: string): Promise<Group[]> {
  const { rows } = await sql<Group>`
    with people as (${people(programmeId)})
    select country_code, sex, ${counts} from people group by country_code, sex`.execute(db)
  return rows
}

/** Everyone of all programmes, who counts once though they may be in several, and the programmes that run that day. */
export async function countOverall(db: Db, today: string): Promise<Counts & { programmes: number }> {
  const { rows } = await sql<Counts & { programmes: number }>`
    with people as (${people(null)})
    select ${counts},
      (select count(*) from programmes where ${today}::date between starts_on and ends_on) as programmes
    from people`.execute(db)
  const [row] = rows
  if (!row) throw new Error('Counting gave no row')
  return row
}
