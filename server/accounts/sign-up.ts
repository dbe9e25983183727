import { type Db, inTransaction } from '../platform/data/database.ts'
import { hashSecret, newId, newSecret } from '../platform/data/ids.ts'
import { limits } from '../platform/web/limits.ts'
import { audit } from '../platform/work/audit.ts'
import type { Mail } from '../platform/work/mail.ts'
import { alreadyHereLetter, confirmationLetter } from './letters.ts'
import { hashPassword } from './passwords.ts'
import type { SignUp } from './profile.ts'
import * as queries from './queries.ts'

type Context = { mail: Mail; publicUrl: string; now: Date }
const hourMs = 3_600_000

/**
 * Makes an account that its owner still has to confirm, and writes to them. An address that is already here is told
 * so by letter alone. `next` is a path of ours that the link leads on to.
 */
export async function signUp(db: Db, { password, ...profile }: SignUp, next: string | null, context: Context) {
  const password_hash = await hashPassword(password)
  const { mail, publicUrl, now } = context
  await inTransaction(db, async (trx) => {
    const account = { id: newId(), ...profile, password_hash, consented_at: now, created_at: now }
    if (await queries.insertAccount(trx, account)) {
      await audit(trx, { at: now, accountId: account.id, action: 'account.signed_up', subject: account.id })
      await sendConfirmation(trx, account, next, context)
      return
    }
    const owner = await queries.findAccountByEmail(trx, profile.email)
    if (!owner) return
    if (owner.email_confirmed_at) {
      await mail.queue(trx, alreadyHereLetter(owner, `${publicUrl}/sign-in`, `${publicUrl}/password-reset`))
    } else {
      await sendConfirmation(trx, owner, next, context)
    }
  })
}

export async function sendConfirmation(
  trx: Db,
  account: { id: string; email: string; name: string; language: SignUp['language'] },
  next: string | null,
  { mail, publicUrl, now }: Context,
) {
  const secret = newSecret()
  await queries.insertLink(trx, {
    secret_hash: hashSecret(secret),
    account_id: account.id,
    purpose: 'confirmation',
    created_at: now,
    expires_at: new Date(now.getTime() + limits.confirmationHours * hourMs),
  })
  const onward = next ? `?next=${encodeURIComponent(next)}` : ''
  await mail.queue(trx, confirmationLetter(account, `${publicUrl}/confirmation/${secret}${onward}`))
}

/** Confirms the address that a link was sent to. Null when the link was used before or is too old. */
export function confirmAddress(db: Db, secret: string, now: Date): Promise<string | null> {
  return inTransaction(db, async (trx) => {
    const link = await queries.useLink(trx, hashSecret(secret), 'confirmation', now)
    if (!link?.account_id) return null
    await queries.confirmEmail(trx, link.account_id, now)
    await audit(trx, { at: now, accountId: link.account_id, action: 'account.confirmed', subject: link.account_id })
    return link.account_id
  })
}
