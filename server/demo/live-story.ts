import { type Course, findLesson } from '../catalogue/course.ts'
import { issueCredential } from '../certificates/issue-credential.ts'
import { completeLesson } from '../lessons/complete-lesson.ts'
import type { Db } from '../platform/data/database.ts'
import { Refusal } from '../platform/web/errors.ts'
import type { Language } from '../platform/words/languages.ts'
import { getAttempt } from '../quizzes/queries.ts'
import { startAttempt } from '../quizzes/start-attempt.ts'
import { saveResponses, submitAttempt } from '../quizzes/submit-attempt.ts'
import type { Step } from './learner-story.ts'
import { createRandom } from './random.ts'
import { answer } from './sample-answers.ts'

type Learner = { id: string; language: Language; course: Course; issuer: string }

/** Does one step as the learner, through the actions that the pages use. */
export async function takeStep(
  trx: Db,
  { id: learnerId, language, course, issuer }: Learner,
  step: Step,
): Promise<void> {
  const now = step.at
  if (step.kind === 'lesson') {
    const lesson = findLesson(course, step.lesson)
    if (lesson) await completeLesson(trx, learnerId, course, lesson, now)
  } else if (step.kind === 'quiz') {
    const { quiz, ability, seed } = step
    const attemptId = await begin({ learnerId, course, quiz, language, now, seed: String(seed) })
    if (!attemptId) return
    const { items } = await getAttempt(trx, attemptId, learnerId)
    const body = answer(items, language, ability, createRandom(seed))
    const sent = { attemptId, learnerId, body, now }
    if (step.handIn) await submitAttempt(trx, () => course, sent)
    else await saveResponses(trx, () => course, sent)
  } else {
    await askForCertificate()
  }

  /** Null for who comes after the cohort has closed. */
  async function begin(start: Parameters<typeof startAttempt>[1]) {
    try {
      return await startAttempt(trx, start)
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  async function askForCertificate() {
    try {
      await issueCredential(trx, { learnerId, course, language, issuer }, now)
    } catch (error) {
      // Some have not passed and ask all the same; they are told so, as on the page.
      if (!(error instanceof Refusal)) throw error
    }
  }
}
