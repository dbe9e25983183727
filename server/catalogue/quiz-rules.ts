import type { Quiz } from './course.ts'
import { didYouMean, repeatsOf } from './problems.ts'
import type { ItemList, QuizReading } from './read-quiz.ts'
import type { CourseFile, QuizFile } from './schemas.ts'
import type { Path } from './yaml-file.ts'

/** A quiz that is right in itself, and its report for a place in its file. */
type Sound = { slug: string; quiz: QuizFile; report: (path: Path, message: string) => void }

/** What a course's quizzes and banks must say about themselves, each other and, where `data` is there, the course. */
export function checkQuizzes(course: string, quizzes: QuizReading[], banks: ItemList[], data: CourseFile | null): void {
  const sound = quizzes.flatMap(({ slug, quiz, file }): Sound[] =>
    file && quiz ? [{ slug, quiz, report: (path, message) => file.report(file.lineOf(path), message) }] : [],
  )
  for (const one of sound) {
    checkSource(one, course, banks)
    checkForm(one)
    if (one.quiz.feedback === 'passed' && one.quiz.pass_mark_scaled === 0)
      one.report(['feedback'], 'the pass mark is 0, so there is nothing to pass: "feedback" must be something else')
  }
  for (const list of [...quizzes, ...banks]) checkItems(list, data)
  for (const reading of quizzes) checkDraw(reading, banks, data)
  // A file that could not be read may hold what seems to be missing.
  if (sound.length < quizzes.length) return
  for (const bank of banks) {
    const own = sound.filter(({ quiz }) => quiz.bank === bank.slug)
    if (own.length === 0) bank.report(1, 'no quiz of the course uses this bank')
    checkPair(bank.slug, own)
  }
}

function checkSource({ quiz, report }: Sound, course: string, banks: ItemList[]): void {
  if (quiz.items && quiz.bank !== undefined) report(['bank'], 'a quiz has either "items" of its own or a "bank"')
  if (!quiz.items && quiz.bank === undefined) report([], 'the quiz needs "items" of its own or a "bank"')
  const names = banks.map(({ slug }) => slug)
  if (quiz.bank !== undefined && !names.includes(quiz.bank))
    report(
      ['bank'],
      `the bank "${quiz.bank}" has no file: ${course}/banks/${quiz.bank}.yaml${didYouMean(quiz.bank, names)}`,
    )
}

const called = (form: NonNullable<Quiz['form']>) => (form === 'pre' ? 'pre-test' : 'post-test')

function checkForm({ quiz, report }: Sound): void {
  if (quiz.form === undefined) return
  for (const field of ['bank', 'draw'] as const)
    if (quiz[field] === undefined)
      report(['form'], `a ${called(quiz.form)} draws from half of a bank: the field "${field}" is missing`)
}

/** Each half of a bank serves one of the two tests, or a learner would meet the same items before and after. */
function checkPair(bank: string, quizzes: Sound[]): void {
  const [first, ...more] = quizzes.filter(({ quiz }) => quiz.form === 'pre')
  const post = quizzes.filter(({ quiz }) => quiz.form === 'post')
  for (const { report } of more)
    report(['form'], `the bank "${bank}" has a pre-test already, the quiz "${first?.slug}"`)
  if (first && post.length === 0) first.report(['form'], `the bank "${bank}" has a pre-test and no post-test`)
  if (!first) for (const { report } of post) report(['form'], `the bank "${bank}" has a post-test and no pre-test`)
}

function checkDraw({ quiz, file, ...own }: QuizReading, banks: ItemList[], data: CourseFile | null): void {
  const { draw, form } = quiz ?? {}
  if (!file || !draw) return
  const report = (path: Path, message: string) => file.report(file.lineOf(path), message)
  const objectives = data?.objectives.map(({ id }) => id)
  const list = quiz?.bank === undefined ? own : banks.find(({ slug }) => slug === quiz.bank)
  const entries = Object.entries(draw)
  if (entries.length === 0) report(['draw'], '"draw" needs at least 1')
  for (const [objective, count] of entries) {
    if (objectives && !objectives.includes(objective)) {
      report(['draw', objective], `the course has no objective "${objective}"${didYouMean(objective, objectives)}`)
      continue
    }
    if (!list?.whole) continue
    const all = list.items.filter(({ item }) => item.objective === objective).length
    const half = form === 'pre' ? Math.ceil(all / 2) : form === 'post' ? Math.floor(all / 2) : all
    if (count <= half) continue
    const draws = `draws ${count} ${count === 1 ? 'item' : 'items'} of "${objective}"`
    const message = form
      ? `the ${called(form)} ${draws}, and its half of the bank's ${all} is ${half}`
      : `the quiz ${draws}, and ${quiz?.bank === undefined ? 'it' : 'its bank'} has ${all}`
    report(['draw', objective], message)
  }
}

/** Each item stands once in its file, serves an objective and leads back to a lesson, both of this course. */
function checkItems({ file, items }: ItemList, data: CourseFile | null): void {
  const report = (index: number, field: string, message: string) =>
    file?.report(file.lineOf(['items', index, field]), message)
  for (const { value, index } of repeatsOf(items.map(({ item }) => item.id)))
    report(items[index]?.index ?? 0, 'id', `the item "${value}" stands here twice`)
  if (!data) return
  const objectives = data.objectives.map(({ id }) => id)
  const lessons = data.modules.flatMap(({ activities }) => activities.flatMap(({ lesson }) => lesson ?? []))
  for (const { item, index } of items) {
    if (!objectives.includes(item.objective))
      report(
        index,
        'objective',
        `the course has no objective "${item.objective}"${didYouMean(item.objective, objectives)}`,
      )
    if (!lessons.includes(item.lesson))
      report(index, 'lesson', `the course has no lesson "${item.lesson}"${didYouMean(item.lesson, lessons)}`)
  }
}
