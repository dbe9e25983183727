import type { Catalogue } from '../../server/catalogue/catalogue.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import { cohortGivens } from '../support/cohorts.ts'
import { type Person, password } from '../support/givens.ts'

export const quizAddress = `/courses/${assessed}/quizzes/again`
export const renewal = `/courses/${assessed}/certificate/renewal`
const quiz = 'title: { en: Renewal quiz, fr: Évaluation de renouvellement }\npass_mark_scaled: 0.5\n'
const draw = 'bank: course\ndraw: { know: 1, count: 1 }\n'

/** The assessed course with certificates that hold for six months, renewed by a quiz of two items with such rules. */
export function renewingCourses(rules = '') {
  const files = assessedFiles()
  const course = files['assessed/course.yaml']
    .replace('hours: 2', 'hours: 2\nvalid_months: 6')
    .replace('quiz: final }\n', 'quiz: final, renewal: again }\n')
  return assessedCourses({
    ...files,
    'assessed/course.yaml': course,
    'assessed/quizzes/again.yaml': quiz + rules + draw,
  })
}
/** The same without its renewal quiz, and where certificates do not end. */
export function otherCourses(hours = 'hours: 2\nvalid_months: 6') {
  const files = assessedFiles()
  return assessedCourses({ ...files, 'assessed/course.yaml': files['assessed/course.yaml'].replace('hours: 2', hours) })
}

/** People who earn that certificate on 2 March 2026: it holds until 2 September, and is renewed from 4 July on. */
export async function givenRenewing(rules = '', first?: Catalogue) {
  let current = first ?? renewingCourses(rules)
  const courses: Catalogue = {
    list: () => current.list(),
    get: (slug) => current.get(slug),
    find: (slug) => current.find(slug),
    glossary: current.glossary,
  }
  const app = await startApp({ courses })
  const rows = () => app.db.selectFrom('credentials').selectAll().orderBy('status_index').execute()
  const attempts = () =>
    app.db.selectFrom('attempts').selectAll().where('quiz', '=', 'again').orderBy('started_at').execute()

  async function givenHolder(somebody: Parameters<typeof app.givenPerson>[0] = {}, joins: string[] = []) {
    const person = await app.givenPerson(somebody)
    for (const code of joins) await person.post(`/join/${code}`)
    await app.finishLessons(person, assessed)
    await app.passQuiz(person, assessed, 'final')
    await person.post(`/courses/${assessed}/certificate`)
    const code = (await rows()).find(({ learner_id }) => learner_id === person.id)?.code
    if (!code) throw new Error('There is no certificate')
    return { ...person, code }
  }
  /** On that day; whose session has ended by then signs in again. */
  async function on(day: string, ...people: Person[]) {
    app.clock.set(new Date(`${day}T10:00:00Z`))
    for (const { email, post } of people) await post('/sign-in', { email, password })
  }
  const pass = (person: Person, wrong = 0) => app.passQuiz(person, assessed, 'again', wrong)
  const become = (next: Catalogue) => {
    current = next
  }
  const lettersTo = async ({ email }: Person) => (await app.letters()).filter(({ to }) => to === email)
  return { ...cohortGivens(app), app, rows, attempts, givenHolder, on, pass, become, lettersTo }
}
