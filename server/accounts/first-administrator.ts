import { type Db, inTransaction } from '../platform/data/database.ts'
import { hashSecret, newId, newSecret } from '../platform/data/ids.ts'
import { Conflict } from '../platform/web/errors.ts'
import { audit } from '../platform/work/audit.ts'
import { hashPassword } from './passwords.ts'
import type { SignUp } from './profile.ts'
import * as queries from './queries.ts'

const dayMs = 86_400_000

/** The link that an empty installation prints at start. It makes the first administrator and then does nothing. */
export async function linkForFirstAdministrator(db: Db, publicUrl: string, now: Date): Promise<string | null> {
  if (await queries.hasAdministrator(db)) return null
  const secret = newSecret()
  await queries.insertLink(db, {
    secret_hash: hashSecret(secret),
    account_id: null,
    purpose: 'first-administrator',
    created_at: now,
    expires_at: new Date(now.getTime() + dayMs),
  })
  return `${publicUrl}/first-administrator/${secret}`
}

/** Makes the first administrator by the printed link. Null when the link is spent. */
export async function makeFirstAdministrator(db: Db, secret: string, person: SignUp, now: Date) {
  const password_hash = await hashPassword(person.password)
  return inTransaction(db, async (trx) => {
    if (!(await queries.useLink(trx, hashSecret(secret), 'first-administrator', now))) return null
    const id = await insertAdministrator(trx, person, password_hash, now)
    if (!id) throw new Conflict('address_taken') // and the link stays good
    return id
  })
}

/** The operator's command: an administrator whose address needs no letter. Null when the address is taken. */
export async function createAdministrator(db: Db, person: SignUp, now: Date): Promise<string | null> {
  const password_hash = await hashPassword(person.password)
  return inTransaction(db, (trx) => insertAdministrator(trx, person, password_hash, now))
}

async function insertAdministrator(trx: Db, { password: _, ...profile }: SignUp, password_hash: string, now: Date) {
  const id = newId()
  if (!(await queries.insertAccount(trx, { id, ...profile, password_hash, consented_at: now, created_at: now })))
    return null
  await queries.confirmEmail(trx, id, now)
  const grant = { id: newId(), account_id: id, role: 'administrator', programme_id: null, granted_by: null } as const
  await queries.insertGrant(trx, { ...grant, granted_at: now })
  await audit(trx, { at: now, accountId: id, action: 'administrator.made', subject: id })
  return id
}
