import { insertGrant } from '../accounts/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { newId } from '../platform/data/ids.ts'
import type { Grant } from '../platform/web/access.ts'
import { Conflict } from '../platform/web/errors.ts'
import { audit } from '../platform/work/audit.ts'
import { deleteGrant, lockAdministrators } from './queries.ts'

type Granting = { accountId: string; grant: Grant; grantedBy: string }

/** Gives a role once; a second time changes nothing. The caller makes the sessions forget the account afterwards. */
export const grantRole = (db: Db, { accountId, grant, grantedBy }: Granting, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { role, programmeId } = grant
    const row = { id: newId(), account_id: accountId, role, programme_id: programmeId, granted_by: grantedBy }
    if (await insertGrant(trx, { ...row, granted_at: now }))
      await audit(trx, {
        at: now,
        accountId: grantedBy,
        action: 'role.granted',
        subject: accountId,
        details: { role, programmeId },
      })
  })

type Withdrawing = { accountId: string; grantId: string; withdrawnBy: string }

/** Takes a role away, never the last administrator's. Gives what was taken; null when it was gone already. */
export const withdrawRole = (
  db: Db,
  { accountId, grantId, withdrawnBy }: Withdrawing,
  now: Date,
): Promise<Grant | null> =>
  inTransaction(db, async (trx) => {
    const administrators = await lockAdministrators(trx)
    if (administrators.length === 1 && administrators[0]?.id === grantId) throw new Conflict('last_administrator')
    const taken = await deleteGrant(trx, grantId, accountId)
    if (!taken) return null
    const grant = { role: taken.role, programmeId: taken.programme_id }
    await audit(trx, { at: now, accountId: withdrawnBy, action: 'role.withdrawn', subject: accountId, details: grant })
    return grant
  })
