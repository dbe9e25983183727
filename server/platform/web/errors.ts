/**
 * An expected "no": a page in the reader's language says why, from the words `refusal.<code>.title` and
 * `refusal.<code>.text`. Anything else that is thrown is a fault of ours and is shown with a number.
 */
export class Refusal extends Error {
  readonly status: number
  readonly code: RefusalCode
  /** The day that the sentence names, 'YYYY-MM-DD'; null where it names none. */
  readonly day: string | null

  constructor(status: number, code: RefusalCode, day: string | null = null) {
    super(code)
    this.status = status
    this.code = code
    this.day = day
  }
}

export const refusalCodes = [
  'not_found',
  'bad_request',
  'foreign_origin',
  'too_large',
  'too_many',
  'wrong_type',
  'link_used',
  'address_taken',
  'not_enrolled',
  'attempt_submitted',
  'attempts_used',
  'attempt_over',
  'attempt_too_soon',
  'cohort_closed',
  'trainer_needed',
  'item_unknown',
  'response_too_long',
  'award_not_met',
  'name_not_printable',
  'certificate_revoked',
  'certificate_replaced',
  'renewal_not_offered',
  'renewal_without_certificate',
  'renewal_not_needed',
  'renewal_early',
  'renewal_passed',
  'renewal_not_passed',
  'cohort_ended',
  'cohort_confidential',
  'cohort_is_closed',
  'lead_closes',
  'lead_leaves',
  'lead_decides',
  'session_attended',
  'session_cancelled',
  'session_changed',
  'session_not_begun',
  'invitation_used',
  'invitation_withdrawn',
  'invitation_expired',
  'team_withdrawn',
  'team_expired',
  'team_ended',
  'last_administrator',
  'not_all_marked',
  'result_released',
  'marks_complete',
  'first_marker',
  'not_stuck',
  'post_hidden',
  'post_withdrawn',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** What is not there, and what is not yours: nobody can tell which. `what` is for the log alone. */
export class NotFound extends Refusal {
  readonly what: string

  constructor(what: string) {
    super(404, 'not_found')
    this.what = what
  }
}

/** The thing is there, but its state does not allow this (409). */
export class Conflict extends Refusal {
  constructor(code: RefusalCode) {
    super(409, code)
  }
}
