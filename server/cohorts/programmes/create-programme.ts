import { type Db, inTransaction } from '../../platform/data/database.ts'
import { newId } from '../../platform/data/ids.ts'
import { audit } from '../../platform/work/audit.ts'
import type { ProgrammeDetails } from './programmes.ts'
import { insertProgramme } from './queries.ts'

/** Creates a programme and gives its id; null when its English title is taken. */
export const createProgramme = (
  db: Db,
  { accountId, ...details }: ProgrammeDetails & { accountId: string },
  now: Date,
): Promise<string | null> =>
  inTransaction(db, async (trx) => {
    const id = newId()
    if (!(await insertProgramme(trx, { id, ...details, created_at: now }))) return null
    await audit(trx, { at: now, accountId, action: 'programme.created', subject: id })
    return id
  })
