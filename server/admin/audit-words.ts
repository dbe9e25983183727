// The actions that have words, as `audit.<action>`; any other is shown as it was recorded.
const described = [
  'account.signed_up',
  'account.confirmed',
  'account.changed',
  'account.password_set',
  'administrator.made',
  'enrolment.made',
  'course.completed',
  'attempt.started',
  'attempt.submitted',
  'attempt.closed_at_deadline',
  'attempt.time_requested',
  'attempt.extended',
  'accommodation.granted',
  'attempt.marked',
  'results.released',
  'quiz.regraded',
  'programme.created',
  'cohort.created',
  'cohort.joined',
  'role.granted',
  'role.withdrawn',
  'credential.issued',
] as const
export type DescribedAction = (typeof described)[number]

export const describedAction = (action: string): DescribedAction | null =>
  described.find((known) => known === action) ?? null
