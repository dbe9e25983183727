import type { ProgrammeAims } from '../cohorts/programmes/aims.ts'
import type { InvitedPerson } from '../cohorts/roster/check-line.ts'
import type { TeamDetails } from '../cohorts/teams/team-form.ts'
import type { CohortPlan, ProgrammeKey } from './plan.ts'

/** What the demo's programmes aim at. The identifiers are invented, and say so. */
export const aims: ({ key: ProgrammeKey } & ProgrammeAims)[] = [
  {
    key: 'deals',
    iati_identifier: 'XX-SAMPLE-FAIR-DEALS',
    countries_named: true,
    countries: ['GM', 'GN', 'LR', 'MW', 'SL', 'UG'],
    signatories: [{ name: 'Grace Banda', title: 'Lead trainer, Fair Deals' }],
    targets: [
      { indicator: 'enrolled', target: 200 },
      { indicator: 'completed', target: 120 },
      { indicator: 'certified', target: 100 },
    ],
  },
  {
    key: 'sahel',
    iati_identifier: 'XX-SAMPLE-SAHEL-TEAMS',
    countries_named: true,
    countries: ['BF', 'ML', 'NE'],
    signatories: [],
    targets: [{ indicator: 'certified', target: 60 }],
  },
  {
    key: 'corridor',
    iati_identifier: '',
    countries_named: false,
    countries: ['GW', 'MG', 'MZ', 'RW', 'TG'],
    signatories: [],
    targets: [{ indicator: 'enrolled', target: 120 }],
  },
]

export type Room = {
  cohort: string
  trainer: CohortPlan['trainer']
  /** Fields of the settings' form. */
  settings: Record<string, string>
  /** Workshop days, counted from today. */
  sessions?: { day: number; title: string; place: string }[]
  /** What is written on the list of those whose code did not work. */
  paperNote: string
  invited?: InvitedPerson[]
  team?: TeamDetails
  note?: string
  message?: { subject: string; text: string }
  /** Threads about a module: who asks and who answers are the cohort's people in turn, and the trainer last. */
  threads?: { module: string; title: string; text: string; replies: string[]; answer: string }[]
  closed?: boolean
}

const waterside = 'Training centre of the ministry, room 2'
const invited = (name: string, email: string, institution: string, sex: InvitedPerson['sex']): InvitedPerson => ({
  ...{ name, email, institution, sex },
  country_code: 'LR',
  language: 'en',
})

/** What is in the rooms of the demo's cohorts; the rest of them stand as they were begun. */
export const rooms: Room[] = [
  {
    cohort: 'Monrovia, first deal team',
    trainer: 'trainer',
    settings: { host_institution: 'Ministry of Mines', place: waterside, capacity: '30' },
    paperNote: '',
    closed: true,
  },
  {
    cohort: 'Monrovia, second deal team',
    trainer: 'trainer',
    settings: {
      host_institution: 'Ministry of Mines',
      place: waterside,
      capacity: '30',
      attendance_percent: '60',
    },
    sessions: [
      { day: -45, title: 'Day 1: the mandate', place: waterside },
      { day: -44, title: 'Day 2: team and advisers', place: waterside },
      { day: -9, title: 'Half-way: questions and cases', place: waterside },
      { day: 12, title: 'Practice: the first meeting', place: waterside },
    ],
    paperNote: 'Signed the list at the door; the telephone had no line.',
    invited: [
      invited('Comfort Sah', 'comfort.sah@demo.test', 'Revenue Authority', 'female'),
      invited('Emmanuel Toe', 'emmanuel.toe@demo.test', 'Environmental Protection Agency', 'male'),
      invited('Patience Wleh', 'patience.wleh@demo.test', 'Ministry of Finance', 'female'),
    ],
    team: {
      institution: 'Ministry of Justice',
      country_code: 'LR',
      places: 3,
      contact_name: 'Beatrice Nagbe',
      contact_email: 'beatrice.nagbe@demo.test',
      language: 'en',
    },
    message: {
      subject: 'Practice day: bring your mandate page',
      text: 'The practice day is in two weeks. Bring the mandate page that you drafted in the last lesson, on paper: we will read them to each other.\n\nWho cannot come tells me by the end of the week.',
    },
    threads: [
      {
        module: 'setting',
        title: 'Who signs when two ministries share a project?',
        text: 'Our project has a mine under one ministry and a railway under another. Whose mandate does the team carry?',
        replies: [
          'In our case the cabinet named one lead ministry. The other one sits in the team with a written brief.',
        ],
        answer:
          'One mandate, given by whoever can bind both: the cabinet or its committee. Two mandates are two teams, and the investor will notice.',
      },
    ],
    note: 'Works in the field until the end of the month; asked for lessons on paper. Call again after that.',
  },
  {
    cohort: 'Niamey, suivi des contrats',
    trainer: 'trainer2',
    settings: {
      language: 'fr',
      host_institution: 'Ministère des Mines',
      place: 'Niamey, salle 4',
      confidential: 'yes',
    },
    sessions: [
      { day: -30, title: 'Journée 1 : lire le contrat', place: 'Niamey, salle 4' },
      { day: 20, title: 'Journée 2 : le registre des obligations', place: 'Niamey, salle 4' },
    ],
    paperNote: 'Liste signée à la porte.',
  },
]
