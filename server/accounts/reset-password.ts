import { type Db, inTransaction } from '../platform/data/database.ts'
import { hashSecret, newSecret } from '../platform/data/ids.ts'
import { limits } from '../platform/web/limits.ts'
import { audit } from '../platform/work/audit.ts'
import type { Mail } from '../platform/work/mail.ts'
import { passwordLetter } from './letters.ts'
import { hashPassword } from './passwords.ts'
import * as queries from './queries.ts'

const hourMs = 3_600_000

/** Writes to the owner of an address, if there is one. Nobody else learns whether there is. */
export async function askForNewPassword(db: Db, email: string, context: { mail: Mail; publicUrl: string; now: Date }) {
  const { mail, publicUrl, now } = context
  await inTransaction(db, async (trx) => {
    const account = await queries.findAccountByEmail(trx, email)
    if (!account) return
    const secret = newSecret()
    await queries.insertLink(trx, {
      secret_hash: hashSecret(secret),
      account_id: account.id,
      purpose: 'password',
      created_at: now,
      expires_at: new Date(now.getTime() + limits.passwordResetHours * hourMs),
    })
    await mail.queue(trx, passwordLetter(account, `${publicUrl}/password-reset/${secret}`))
  })
}

/** Sets a new password by a link, once; whoever holds the letter also holds the address. Gives the account's id. */
export async function setNewPassword(db: Db, secret: string, password: string, now: Date): Promise<string | null> {
  const password_hash = await hashPassword(password)
  return inTransaction(db, async (trx) => {
    const link = await queries.useLink(trx, hashSecret(secret), 'password', now)
    if (!link?.account_id) return null
    await queries.updatePassword(trx, link.account_id, password_hash)
    await queries.confirmEmail(trx, link.account_id, now)
    await queries.deleteSessionsOf(trx, link.account_id)
    await audit(trx, { at: now, accountId: link.account_id, action: 'account.password_set', subject: link.account_id })
    return link.account_id
  })
}
