import type { SignUp } from '../accounts/profile.ts'
import { findAccountByEmail } from '../accounts/queries.ts'
import { confirmAddress, signUp } from '../accounts/sign-up.ts'
import type { Db } from '../platform/data/database.ts'
import type { Letter, Mail } from '../platform/work/mail.ts'
import { institutionFrom, nameFrom, speaksFrench } from './names.ts'
import type { Random } from './random.ts'

export const demoPassword = 'third-pillar-demo'
export type SamplePerson = Omit<SignUp, 'password'>

const named = { institution: 'Ministry of Mines', sex: 'undisclosed', language: 'en', country_code: 'LR' } as const

/** The people whose sign-ins are printed. */
export const knownPeople = {
  official: { ...named, name: 'Amina Kollie', email: 'official@demo.test', sex: 'female' },
  newcomer: { ...named, name: 'Joseph Sesay', email: 'newcomer@demo.test', sex: 'male', country_code: 'SL' },
  trainer: {
    ...named,
    name: 'Grace Banda',
    email: 'trainer@demo.test',
    sex: 'female',
    country_code: 'MW',
    institution: 'School of Law',
  },
  trainer2: {
    ...named,
    name: 'Souleymane Maïga',
    email: 'trainer2@demo.test',
    sex: 'male',
    country_code: 'ML',
    language: 'fr',
    institution: 'École nationale d’administration',
  },
  donor: {
    ...named,
    name: 'Helen Brandt',
    email: 'donor@demo.test',
    country_code: 'DE',
    institution: 'Sample Fund for Fair Contracts',
  },
  donor2: {
    ...named,
    name: 'Luc Moreau',
    email: 'donor2@demo.test',
    country_code: 'FR',
    institution: 'Example Development Agency',
  },
  admin: {
    ...named,
    name: 'Ruth Okello',
    email: 'admin@demo.test',
    sex: 'female',
    country_code: 'UG',
    institution: 'Third Pillar',
  },
} satisfies Record<string, SamplePerson>
export type KnownPerson = keyof typeof knownPeople

export function drawPerson(country: string, number: number, random: Random): SamplePerson {
  const sex = random.chance(0.015) ? 'undisclosed' : random.chance(0.4) ? 'female' : 'male'
  return {
    name: nameFrom(country, sex, random),
    email: `person${number}@demo.test`,
    country_code: country,
    institution: institutionFrom(country, random),
    sex,
    language: speaksFrench(country) ? 'fr' : 'en',
  }
}

/** A post office that keeps the letters in memory: nobody at demo.test reads them, but their links are used. */
export function demoMail(): Mail & { last(): Letter } {
  let last: Letter | undefined
  return {
    async queue(_trx, letter) {
      last = letter
    },
    last() {
      if (!last) throw new Error('no letter was written')
      return last
    },
  }
}

/** Signs a sample person up and opens the link of their letter, as they would. Gives their id. */
export async function signUpAndConfirm(trx: Db, person: SamplePerson, at: Date): Promise<string> {
  const mail = demoMail()
  await signUp(trx, { ...person, password: demoPassword }, null, { mail, publicUrl: '', now: at })
  const secret = /\/confirmation\/([\w-]+)/.exec(mail.last().text)?.[1] ?? ''
  await confirmAddress(trx, secret, at)
  const account = await findAccountByEmail(trx, person.email)
  if (!account) throw new Error(`${person.email} has no account`)
  return account.id
}
