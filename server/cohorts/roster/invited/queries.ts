import type { SignUp } from '../../../accounts/profile.ts'
import type { Db } from '../../../platform/data/database.ts'
import { selectTrainers } from '../../queries.ts'
import { isMember } from '../queries.ts'

/** What who holds a letter's link may know: the invitation, the cohort, and whether its address has an account. */
export const findInvitation = (db: Db, secret_hash: Buffer) =>
  db
    .selectFrom('invitation_links')
    .innerJoin('invitations', 'invitations.id', 'invitation_links.invitation_id')
    .innerJoin('cohorts', 'cohorts.id', 'invitations.cohort_id')
    .innerJoin('programmes', 'programmes.id', 'cohorts.programme_id')
    .leftJoin('accounts as owner', (join) =>
      join.onRef('owner.email', '=', 'invitations.email').on('owner.email_confirmed_at', 'is not', null),
    )
    .select((_e) => [
      'invitations.id',
      'invitations.email',
      'invitations.name',
      'invitations.institution',
      'invitations.country_code',
      'invitations.language',
      'invitations.sex',
      'invitations.expires_at',
      'invitations.accepted_at',
      'invitations.withdrawn_at',
      'cohorts.name as cohort',
      'cohorts.course',
      'cohorts.join_code',
      'cohorts.starts_on',
      'cohorts.ends_on',
      'cohorts.time_zone',
      'programmes.title_en',
      'programmes.title_fr',
      'owner.id as owner_id',
      isMember.as('joined'),
      selectTrainers(),
    ])
    .where('invitation_links.secret_hash', '=', secret_hash)
    .executeTakeFirst()
export type Invitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>

/** Accepts an invitation once, while it stands; true when it was this call. */
export async function acceptInvitation(db: Db, id: string, now: Date): Promise<boolean> {
  const updated = await db
    .updateTable('invitations')
    .set({ accepted_at: now })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

export const updateInvitationAccount = (db: Db, id: string, account_id: string) =>
  db.updateTable('invitations').set({ account_id }).where('id', '=', id).execute()

/**
 * An account that nobody has confirmed may be anyone's who knew the address: it becomes that of whoever holds the
 * letter, with their details and their password. Gives its id, or nothing when there is none.
 */
export const claimUnconfirmedAccount = (
  db: Db,
  { email, password: _, ...profile }: SignUp,
  password_hash: string,
  now: Date,
) =>
  db
    .updateTable('accounts')
    .set({ ...profile, password_hash, consented_at: now, email_confirmed_at: now })
    .where('email', '=', email)
    .where('email_confirmed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
