import type { Grant, Role } from '../platform/web/access.ts'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'

export const roles: readonly Role[] = ['trainer', 'donor', 'administrator']
export const asRole = (text: unknown): Role | null => roles.find((known) => known === text) ?? null

/** The form that gives a role: a trainer or a donor is one of a programme, an administrator of none. */
export function readGrant(
  body: unknown,
  programmes: string[],
): { ok: true; grant: Grant; typed: Typed } | { ok: false; problems: Problems; typed: Typed } {
  const typed = readTyped(body, ['role', 'programme_id'])
  const role = asRole(typed.role)
  if (!role) return { ok: false, problems: { role: 'grant.role.missing' }, typed }
  if (role === 'administrator') return { ok: true, grant: { role, programmeId: null }, typed }
  const programmeId = programmes.find((id) => id === typed.programme_id)
  if (!programmeId) return { ok: false, problems: { programme_id: 'grant.programme_id.missing' }, typed }
  return { ok: true, grant: { role, programmeId }, typed }
}
