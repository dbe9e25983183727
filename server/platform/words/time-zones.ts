const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')]
const known = new Set(zones)

export const isTimeZone = (text: string): boolean => known.has(text)

export const zoneLabel = (zone: string): string => zone.replaceAll('_', ' ')

/** The zones to choose from: the name that is stored, and how it is shown. */
export const timeZoneOptions: readonly { value: string; label: string }[] = zones.map((zone) => ({
  value: zone,
  label: zoneLabel(zone),
}))

/** A zone of the country (ISO 3166 alpha-2), the first where it has several; empty where none is known. */
export function zoneOfCountry(country: string): string {
  // The compiler's library does not list this function of Intl.Locale yet.
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & { getTimeZones?(): string[] | undefined }
  return locale.getTimeZones?.()?.find(isTimeZone) ?? ''
}

/** The zone in which an account reads times: the one that was chosen, else their country's. */
export const ownZone = ({ time_zone, country_code }: { time_zone: string; country_code: string }): string =>
  time_zone || zoneOfCountry(country_code) || 'UTC'
