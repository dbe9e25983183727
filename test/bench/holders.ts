import { sql } from 'kysely'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { type Db, inTransaction } from '../../server/platform/data/database.ts'
import { newId } from '../../server/platform/data/ids.ts'

const firstNames = ['Aïssatou', 'Émile', 'Nguyễn Thị', 'Habib', 'ኃይለ', 'محمد', 'Joseph', 'Chloé']
const lastNames = ['Ngo Mbarga', 'Fotso-Djomo', 'Darwe', 'O’Reilly', 'Sow', 'Traoré', 'Minh-Châu', 'Banda', 'Okra']

/** A cohort of a trainer in which so many people hold a certificate like the sample; gives its id. */
export const insertHolders = (
  db: Db,
  {
    trainerEmail,
    course,
    sample,
    people,
  }: {
    trainerEmail: string
    course: string
    sample: CredentialRecord
    people: number
  },
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const { id: trainer } = await trx
      .selectFrom('accounts')
      .select('id')
      .where('email', '=', trainerEmail)
      .executeTakeFirstOrThrow()
    const [programme, cohort] = [newId(), newId()]
    await sql`insert into programmes (id, title_en, title_fr, funder, starts_on, ends_on, created_at)
      values (${programme}, 'A programme', 'Un programme', 'A fund', '2026-01-01', '2026-12-31', now())`.execute(trx)
    await sql`insert into role_grants (id, account_id, role, programme_id, granted_at)
      values (${newId()}, ${trainer}, 'trainer', ${programme}, now())`.execute(trx)
    await sql`insert into cohorts
      (id, programme_id, course, name, join_code, starts_on, ends_on, time_zone, created_by, created_at)
      values (${cohort}, ${programme}, ${course}, 'Everyone', 'ABCD-EFGH', '2026-01-01', '2026-12-30', 'UTC',
        ${trainer}, now())`.execute(trx)
    await sql`insert into cohort_trainers (cohort_id, trainer_id) values (${cohort}, ${trainer})`.execute(trx)
    for (let n = 0; n < people; n += 1) {
      const learner = newId()
      const name = `${firstNames[n % firstNames.length]} ${lastNames[n % lastNames.length]} ${lastNames[(n >> 3) % 9]}`
      const record = JSON.stringify({ ...sample, name, code: newVerificationCode() })
      await sql`insert into accounts
        (id, email, name, password_hash, country_code, institution, sex, language, consented_at, created_at)
        values (${learner}, ${`holder${n}@mines.example`}, ${name}, 'x', 'CD', 'Ministry of Mines', 'undisclosed', 'en',
          now(), now())`.execute(trx)
      await sql`insert into cohort_members (cohort_id, learner_id, joined_at) values (${cohort}, ${learner}, now())`.execute(
        trx,
      )
      await sql`insert into credentials (id, code, learner_id, course, cohort_id, record, issued_at)
        values (${newId()}, ${record}::jsonb ->> 'code', ${learner}, ${course}, ${cohort}, ${record}::jsonb, now())`.execute(
        trx,
      )
    }
    return cohort
  })
