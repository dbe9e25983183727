import { hashPassword } from '../../server/accounts/passwords.ts'
import { confirmEmail, insertAccount, insertGrant } from '../../server/accounts/queries.ts'
import type { Sex } from '../../server/accounts/tables.ts'
import { newId } from '../../server/platform/data/ids.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { formOf, keyOf } from '../../server/quizzes/item-types.ts'
import type { TestApp } from './app.ts'
import type { TestBrowser } from './browser.ts'

export const password = 'a sentence to remember'
let hash: Promise<string> | undefined
let people = 0

export type Person = TestBrowser & { id: string; name: string; email: string }
type Somebody = {
  name?: string
  email?: string
  country_code?: string
  sex?: Sex
  language?: Language
  institution?: string
}
export type Givens = {
  /** A person with a confirmed account who is signed in. */
  givenPerson(somebody?: Somebody): Promise<Person>
  givenAdministrator(): Promise<Person>
  /** Opens every lesson's page form, as the learner would, and marks each as done. */
  finishLessons(person: Person, course: string): Promise<void>
  /** Starts the quiz, answers every item right (or all but the first `wrong`), hands in; gives the attempt's address. */
  passQuiz(person: Person, course: string, quiz: string, wrong?: number): Promise<string>
  /** The form that answers every item of an attempt right, or all but the first `wrong`. */
  rightForm(attemptAddress: string, wrong?: number): Promise<Record<string, string | string[]>>
}

type Base = Omit<TestApp, keyof Givens>

/** What tests begin with, made through the product's own ways wherever the story is about them. */
export function givens({ db, clock, courses, visitor }: Base): Givens {
  async function givenPerson(somebody: Somebody = {}): Promise<Person> {
    people += 1
    const id = newId()
    const account = {
      id,
      name: 'Amina Darwe',
      email: `person${people}@mines.example`,
      country_code: 'LR',
      institution: 'Ministry of Mines',
      sex: 'female' as const,
      language: 'en' as const,
      ...somebody,
    }
    hash ??= hashPassword(password)
    const now = clock.now()
    await insertAccount(db, { ...account, password_hash: await hash, consented_at: now, created_at: now })
    await confirmEmail(db, id, now)
    const browser = visitor()
    const answer = await browser.post('/sign-in', { email: account.email, password })
    if (answer.status !== 303) throw new Error(`${account.email} could not sign in: ${answer.words}`)
    return { ...browser, id, name: account.name, email: account.email }
  }

  async function givenAdministrator(): Promise<Person> {
    const person = await givenPerson({ name: 'Ada Ministrator' })
    const grant = {
      id: newId(),
      account_id: person.id,
      role: 'administrator',
      programme_id: null,
      granted_by: null,
    } as const
    await insertGrant(db, { ...grant, granted_at: clock.now() })
    return { ...person, ...(await signInAgain(person)) }
  }

  /** A role that was just granted is believed at the next sign-in at the latest. */
  async function signInAgain(person: Person): Promise<TestBrowser> {
    const browser = visitor()
    await browser.post('/sign-in', { email: person.email, password })
    return browser
  }

  async function finishLessons(person: Person, slug: string) {
    await person.post(`/courses/${slug}/enrolment`)
    for (const activity of courses.get(slug).activities)
      if (activity.kind === 'lesson') await person.post(`/courses/${slug}/lessons/${activity.slug}/completion`)
  }

  async function passQuiz(person: Person, slug: string, quizSlug: string, wrong = 0): Promise<string> {
    const { location } = await person.post(`/courses/${slug}/quizzes/${quizSlug}/attempts`)
    if (!location) throw new Error(`${quizSlug} could not be started`)
    await person.post(`${location}/submission`, await rightForm(location, wrong))
    return location
  }

  async function rightForm(address: string, wrong = 0) {
    const id = /attempts\/([\w-]+)/.exec(address)?.[1] ?? ''
    const { items, language } = await db
      .selectFrom('attempts')
      .select(['items', 'language'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const forms = items.slice(wrong).map((item) => {
      const key = keyOf(item, language)
      return key === null ? {} : formOf(item, key)
    })
    return Object.assign({}, ...forms) as Record<string, string | string[]> // assign says any of a list's parts
  }

  return { givenPerson, givenAdministrator, finishLessons, passQuiz, rightForm }
}
