import { didYouMean } from './problems.ts'
import type { CourseReading } from './read-course.ts'
import type { ItemList, QuizReading } from './read-quiz.ts'
import type { Path } from './yaml-file.ts'

/** A certificate may be renewed from 60 days before its last day: one that holds for less would never be too early. */
const leastMonths = 3

/** What a course that renews its certificates must say of the quiz that does it. */
export function checkRenewal({ file, data, quizzes, banks }: CourseReading, listed: string[]): void {
  const named = data?.award.renewal
  if (!file || !data || named === undefined) return
  const report = (message: string) => file.report(file.lineOf(['award', 'renewal']), message)
  if (data.valid_months === undefined)
    report('a certificate that does not end is not renewed: the course needs its "valid_months"')
  else if (data.valid_months < leastMonths)
    report(`a certificate that is renewed holds for ${leastMonths} months or more, and "valid_months" says less`)
  const reading = quizzes.find(({ slug }) => slug === named)
  if (!reading) {
    const spare = quizzes.map(({ slug }) => slug).filter((slug) => !listed.includes(slug))
    report(`the course has no quiz "${named}"${didYouMean(named, spare)}`)
    return
  }
  if (listed.includes(named)) {
    report(`the renewal quiz is no activity of the course, and a module lists "${named}"`)
    return
  }
  checkQuiz(reading, banks)
  const final = quizzes.find(({ slug }) => slug === data.award.quiz)
  const [own, whole] = [countOf(reading, banks), final ? countOf(final, banks) : null]
  if (own !== null && whole !== null && own >= whole)
    reading.report(
      1,
      `the renewal quiz is shorter than the final quiz: it has ${own} items, and "${final?.slug}" ${whole}`,
    )
}

/** It is taken after the cohort has closed, when nobody marks what was written and no closing day is still to come. */
function checkQuiz({ file, quiz, ...reading }: QuizReading, banks: ItemList[]): void {
  if (!file || !quiz) return
  const report = (path: Path, message: string) => file.report(file.lineOf(path), message)
  if (quiz.pass_mark_scaled === 0) report(['pass_mark_scaled'], 'the renewal quiz has a pass mark above 0')
  if (quiz.form !== undefined) report(['form'], 'the renewal quiz is neither a pre-test nor a post-test')
  if (quiz.feedback === 'cohort-closed')
    report(['feedback'], 'the renewal quiz belongs to no cohort: "feedback" must be something else')
  const { items } = listOf({ file, quiz, ...reading }, banks) ?? { items: [] }
  const written = items.find(({ item }) => 'type' in item && item.type === 'extended-text')
  if (written) {
    const path = quiz.bank === undefined ? ['items', written.index] : ['bank']
    report(path, `no trainer marks the renewal quiz, and the item "${written.item.id}" needs one`)
  }
}

const listOf = (reading: QuizReading, banks: ItemList[]): ItemList | undefined =>
  reading.quiz?.bank === undefined ? reading : banks.find(({ slug }) => slug === reading.quiz?.bank)

/** How many items an attempt has; null while files that cannot be read may have more. */
function countOf(reading: QuizReading, banks: ItemList[]): number | null {
  const { draw } = reading.quiz ?? {}
  if (draw) return Object.values(draw).reduce((sum, count) => sum + count, 0)
  const list = listOf(reading, banks)
  return reading.quiz && list?.whole ? list.items.length : null
}
