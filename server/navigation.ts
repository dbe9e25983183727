import { hasRole, type SignedIn } from './platform/web/access.ts'
import type { NavigationEntry } from './platform/web/pages.ts'
import type { Translate } from './platform/words/messages.ts'

/** The main navigation: what this person may open, and no more. */
export function navigation(account: SignedIn | null, t: Translate): NavigationEntry[] {
  const entry = (section: NavigationEntry['section'], href: string): NavigationEntry => ({
    section,
    href,
    label: t(`nav.${section}`),
  })
  if (!account) return [entry('courses', '/courses'), entry('verify', '/verify'), entry('results', '/results')]
  return [
    entry('learning', '/learning'),
    entry('courses', '/courses'),
    entry('certificates', '/certificates'),
    ...(hasRole(account, 'trainer') ? [entry('cohorts', '/cohorts')] : []),
    ...(hasRole(account, 'donor') ? [entry('reports', '/reports')] : []),
    ...(hasRole(account, 'administrator') ? [entry('admin', '/admin')] : []),
  ]
}
