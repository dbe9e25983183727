const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')]
const known = new Set(zones)

export const isTimeZone = (text: string): boolean => known.has(text)

/** The zones to choose from: the name that is stored, and how it is shown. */
export const timeZoneOptions: readonly { value: string; label: string }[] = zones.map((zone) => ({
  value: zone,
  label: zone.replaceAll('_', ' '),
}))

/** A zone of the country (ISO 3166 alpha-2), the first where it has several; empty where none is known. */
export function zoneOfCountry(country: string): string {
  // The compiler's library does not list this function of Intl.Locale yet.
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & { getTimeZones?(): string[] | undefined }
  return locale.getTimeZones?.()?.find(isTimeZone) ?? ''
}
