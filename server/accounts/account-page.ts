import type { Problems, Typed } from '../platform/web/forms.ts'
import { type Country, listCountries } from '../platform/words/countries.ts'
import type { Language } from '../platform/words/languages.ts'
import { ownZone, zoneLabel } from '../platform/words/time-zones.ts'
import type { getProfile } from './queries.ts'

type AccountPage = {
  email: string
  typed: Typed
  problems: Problems
  countries: readonly Country[]
  /** In which times are shown, as it is written for people. */
  zone: string
  saved: boolean
  /** Since when the calendar has an address, and the address itself where it was made just now: nobody knows it later. */
  calendar: { made_at: Date | null; address: string | null }
}

declare module '../platform/web/pages.ts' {
  interface Pages {
    'accounts/account': AccountPage
  }
}

/** The account's page as it is first seen. */
export function accountPage(profile: Awaited<ReturnType<typeof getProfile>>, language: Language): AccountPage {
  const { email, name, country_code, institution, sex, calendar_made_at: made_at } = profile
  return {
    email,
    typed: { name, country_code, institution, sex, language: profile.language },
    zone: zoneLabel(ownZone(profile)),
    problems: {},
    countries: listCountries(language),
    saved: false,
    calendar: { made_at, address: null },
  }
}
