import { hashPassword } from '../../../accounts/passwords.ts'
import type { SignUp } from '../../../accounts/profile.ts'
import { confirmEmail, insertAccount } from '../../../accounts/queries.ts'
import type { Catalogue } from '../../../catalogue/catalogue.ts'
import type { Course } from '../../../catalogue/course.ts'
import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { newId } from '../../../platform/data/ids.ts'
import { audit } from '../../../platform/work/audit.ts'
import { joinCohort } from '../../joining/join-cohort.ts'
import { acceptInvitation, claimUnconfirmedAccount, updateInvitationAccount } from './queries.ts'

type Accepting = { invitation: { id: string; join_code: string }; courses: Pick<Catalogue, 'get'> }
export type Accepted = { accountId: string; course: Course; waiting: boolean }

/** Joins the cohort with the account that the invitation's address has. Null when the invitation no longer stands. */
export const acceptWithAccount = (
  db: Db,
  accountId: string,
  { invitation, courses }: Accepting,
  now: Date,
): Promise<Accepted | null> =>
  inTransaction(db, async (trx) => {
    if (!(await acceptInvitation(trx, invitation.id, now))) return null
    await updateInvitationAccount(trx, invitation.id, accountId)
    await audit(trx, { at: now, accountId, action: 'invitation.accepted', subject: invitation.id })
    return {
      accountId,
      ...(await joinCohort(trx, { joinCode: invitation.join_code, learnerId: accountId, courses }, now)),
    }
  })

/**
 * Makes the account of who was invited and joins the cohort. The letter reached them, so their address is confirmed.
 * Null when the invitation no longer stands, or when the address has had an account made of it in the meantime.
 */
export async function acceptAsNewcomer(
  db: Db,
  newcomer: SignUp,
  accepting: Accepting,
  now: Date,
): Promise<Accepted | null> {
  const password_hash = await hashPassword(newcomer.password)
  return inTransaction(db, async (trx) => {
    const accountId = await makeAccount(trx, newcomer, password_hash, now)
    if (!accountId) return null
    await audit(trx, { at: now, accountId, action: 'account.confirmed', subject: accountId })
    const accepted = await acceptWithAccount(trx, accountId, accepting, now)
    if (!accepted) throw new TakenMeanwhile() // and no account is made either
    return accepted
  }).catch((error: unknown) => {
    if (error instanceof TakenMeanwhile) return null
    throw error
  })
}

class TakenMeanwhile extends Error {}

async function makeAccount(trx: Db, newcomer: SignUp, password_hash: string, now: Date): Promise<string | null> {
  const { password: _, ...profile } = newcomer
  const id = newId()
  if (await insertAccount(trx, { id, ...profile, password_hash, consented_at: now, created_at: now })) {
    await audit(trx, { at: now, accountId: id, action: 'account.signed_up', subject: id })
    await confirmEmail(trx, id, now)
    return id
  }
  return (await claimUnconfirmedAccount(trx, newcomer, password_hash, now))?.id ?? null
}
