import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Course, Item, Quiz } from '../../server/catalogue/course.ts'
import { NoAnswer, type Visitor } from './visitor.ts'

/** What was typed or chosen, by item. */
export type Responses = Record<string, string>

/** An attempt as its learner has reason to believe it stands. */
export type Attempt = {
  id: string
  quiz: Quiz
  responses: Responses
  submitted: boolean
  /** Sent when the line broke: either all of it happened or none of it. */
  unanswered: { responses: Responses; submission: boolean } | null
}
export type Learner = {
  visitor: Visitor
  course: Course
  attempts: Attempt[]
  lessons: string[]
  unansweredLesson: string | null
  /** Everything that was answered: responses, submissions, lessons, the enrolment, attempts begun. */
  acknowledged: number
}

/** Asks for what only a program that is well answers. Anything else it answers is a fault of the program. */
async function ask(learner: Learner, path: string, status: number, form?: Responses, accept?: string) {
  const answer = await learner.visitor.post(path, form, accept)
  if (answer.status !== status) throw new Error(`POST ${path} was answered ${answer.status}: ${answer.text}`)
  learner.acknowledged += 1
  return answer
}

export async function enrol(visitor: Visitor, course: Course): Promise<Learner> {
  const learner: Learner = { visitor, course, attempts: [], lessons: [], unansweredLesson: null, acknowledged: 0 }
  await ask(learner, `/courses/${course.slug}/enrolment`, 303)
  return learner
}

/** Answers one quiz again and again, as fast as answers come back, until the line breaks. */
export const takeQuiz = (learner: Learner, quiz: Quiz, submitOneIn: number): Promise<void> =>
  untilTheLineBreaks(async () => {
    const attempt = await begin(learner, quiz)
    while (!attempt.submitted) {
      const submission = randomInt(submitOneIn) === 0
      const responses = someResponses(quiz, randomInt(1, 4))
      attempt.unanswered = { responses, submission }
      if (submission) await handIn(learner, attempt, responses)
      else await ask(learner, `/attempts/${attempt.id}/responses`, 200, responses, 'application/json')
      Object.assign(attempt.responses, responses)
      attempt.submitted = submission
      attempt.unanswered = null
    }
  })

async function begin(learner: Learner, quiz: Quiz): Promise<Attempt> {
  const answer = await ask(learner, `/courses/${learner.course.slug}/quizzes/${quiz.slug}/attempts`, 303)
  const id = answer.location?.replace('/attempts/', '') ?? ''
  const attempt: Attempt = { id, quiz, responses: {}, submitted: false, unanswered: null }
  learner.attempts.push(attempt)
  return attempt
}

async function handIn(learner: Learner, { id }: Attempt, responses: Responses) {
  const { location } = await ask(learner, `/attempts/${id}/submission`, 303, responses)
  if (location !== `/attempts/${id}`) throw new Error(`The attempt ${id} was not handed in, but led to ${location}`)
}

/** Marks the lessons one after the other, in pauses that spread them over the time there is. */
export const readLessons = (learner: Learner): Promise<void> =>
  untilTheLineBreaks(async () => {
    const { slug, activities } = learner.course
    const lesson = activities.find((one) => one.kind === 'lesson' && !learner.lessons.includes(one.slug))
    await sleep(randomInt(120))
    if (!lesson) return false
    learner.unansweredLesson = lesson.slug
    await ask(learner, `/courses/${slug}/lessons/${lesson.slug}/completion`, 303)
    learner.lessons.push(lesson.slug)
    learner.unansweredLesson = null
    return true
  })

async function untilTheLineBreaks(work: () => Promise<unknown>): Promise<void> {
  try {
    while ((await work()) !== false);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
  }
}

let given = 0

function someResponses(quiz: Quiz, howMany: number): Responses {
  const items = quiz.items.filter(isAnswered)
  const responses: Responses = {}
  for (let n = 0; n < howMany; n += 1) {
    const item = items[randomInt(items.length)]
    given += 1 // every number is another one, so that an old response is never taken for the newest
    if (item) responses[item.id] = item.type === 'numeric' ? `${given}.5` : (pick(item)?.id ?? '')
  }
  return responses
}

type Answered = Extract<Item, { type: 'numeric' | 'choice' }>
export const isAnswered = (item: Item): item is Answered => item.type === 'numeric' || item.type === 'choice'
const pick = ({ options }: Extract<Item, { type: 'choice' }>) => options[randomInt(options.length)]
