/** Who pays, in the demo. The funders are invented, and say so. */
export const programmes = [
  {
    key: 'deals',
    title_en: 'Fair Deals',
    title_fr: 'Contrats équitables',
    funder: 'Sample Fund for Fair Contracts',
    startsDaysAgo: 550,
    days: 900,
  },
  {
    key: 'sahel',
    title_en: 'Sahel Contract Teams',
    title_fr: 'Équipes contrats du Sahel',
    funder: 'Example Development Agency',
    startsDaysAgo: 500,
    days: 800,
  },
  {
    key: 'corridor',
    title_en: 'Corridor and Coast',
    title_fr: 'Corridor et littoral',
    funder: 'Specimen Regional Bank',
    startsDaysAgo: 430,
    days: 730,
  },
] as const
export type ProgrammeKey = (typeof programmes)[number]['key']

export type CohortPlan = {
  programme: ProgrammeKey
  name: string
  trainer: 'trainer' | 'trainer2'
  /** Days before today on which it began, and how long it runs. */
  startsDaysAgo: number
  days: number
  timeZone: string
  /** People by country, ISO 3166. */
  people: Record<string, number>
}

/** Twelve cohorts in fourteen countries over eighteen months; the last three are still running. */
export const cohorts: CohortPlan[] = [
  {
    programme: 'deals',
    name: 'Monrovia, first deal team',
    trainer: 'trainer',
    startsDaysAgo: 540,
    days: 70,
    timeZone: 'Africa/Monrovia',
    people: { LR: 27 },
  },
  {
    programme: 'deals',
    name: 'Freetown, mining lease review',
    trainer: 'trainer',
    startsDaysAgo: 470,
    days: 70,
    timeZone: 'Africa/Freetown',
    people: { SL: 25, GM: 3 },
  },
  {
    programme: 'sahel',
    name: 'Bamako, première équipe',
    trainer: 'trainer2',
    startsDaysAgo: 455,
    days: 80,
    timeZone: 'Africa/Bamako',
    people: { ML: 28 },
  },
  {
    programme: 'deals',
    name: 'Kampala and Lilongwe',
    trainer: 'trainer',
    startsDaysAgo: 400,
    days: 75,
    timeZone: 'Africa/Kampala',
    people: { UG: 16, MW: 14 },
  },
  {
    programme: 'corridor',
    name: 'Maputo, corredor',
    trainer: 'trainer2',
    startsDaysAgo: 390,
    days: 75,
    timeZone: 'Africa/Maputo',
    people: { MZ: 24, GW: 4 },
  },
  {
    programme: 'sahel',
    name: 'Ouagadougou et Niamey',
    trainer: 'trainer2',
    startsDaysAgo: 330,
    days: 80,
    timeZone: 'Africa/Ouagadougou',
    people: { BF: 17, NE: 12 },
  },
  {
    programme: 'deals',
    name: 'Conakry, équipe contrats',
    trainer: 'trainer',
    startsDaysAgo: 290,
    days: 70,
    timeZone: 'Africa/Conakry',
    people: { GN: 25, LR: 2 },
  },
  {
    programme: 'corridor',
    name: 'Antananarivo, équipe PPP',
    trainer: 'trainer2',
    startsDaysAgo: 230,
    days: 75,
    timeZone: 'Indian/Antananarivo',
    people: { MG: 26 },
  },
  {
    programme: 'corridor',
    name: 'Kigali and Lomé',
    trainer: 'trainer2',
    startsDaysAgo: 170,
    days: 75,
    timeZone: 'Africa/Kigali',
    people: { RW: 15, TG: 11 },
  },
  {
    programme: 'deals',
    name: 'Monrovia, second deal team',
    trainer: 'trainer',
    startsDaysAgo: 52,
    days: 90,
    timeZone: 'Africa/Monrovia',
    people: { LR: 21, SL: 5 },
  },
  {
    programme: 'sahel',
    name: 'Niamey, suivi des contrats',
    trainer: 'trainer2',
    startsDaysAgo: 45,
    days: 90,
    timeZone: 'Africa/Niamey',
    people: { NE: 13, ML: 8, BF: 3 },
  },
  {
    programme: 'deals',
    name: 'Lilongwe, before the table',
    trainer: 'trainer',
    startsDaysAgo: 24,
    days: 90,
    timeZone: 'Africa/Blantyre',
    people: { MW: 19, UG: 3 },
  },
]
