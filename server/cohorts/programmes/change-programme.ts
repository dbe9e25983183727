import { breaks, type Db, inTransaction } from '../../platform/data/database.ts'
import { audit } from '../../platform/work/audit.ts'
import type { ProgrammeAims } from './aims.ts'
import type { ProgrammeDetails } from './programmes.ts'
import { lockProgramme, replaceCountries, replaceTargets, updateProgramme } from './queries.ts'

type Change = { id: string; version: number; details: ProgrammeDetails; aims: ProgrammeAims; accountId: string }

/** Stores a programme if nobody stored it since `version`. */
export const changeProgramme = (
  db: Db,
  { id, version, details, aims, accountId }: Change,
  now: Date,
): Promise<'stored' | 'stale' | 'title_taken'> =>
  inTransaction(db, async (trx) => {
    const { countries, targets, ...others } = aims
    const stored = await lockProgramme(trx, id)
    if (stored.version !== version) return 'stale'
    await updateProgramme(trx, id, { ...details, ...others })
    await replaceCountries(trx, id, countries)
    await replaceTargets(trx, id, targets)
    const changed = { countries_named: { before: stored.countries_named, after: aims.countries_named } }
    await audit(trx, { at: now, accountId, action: 'programme.changed', subject: id, details: changed })
    return 'stored' as const
  }).catch((error: unknown) => {
    if (breaks(error, 'programmes_title_once')) return 'title_taken'
    throw error
  })
