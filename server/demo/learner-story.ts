import { type Course, findQuiz, type Quiz } from '../catalogue/course.ts'
import type { Random } from './random.ts'

const dayMs = 86_400_000

/** What one sample official will do in a course, in order, with the instants at which they do it. */
export type Step =
  | { kind: 'lesson'; at: Date; lesson: string }
  | { kind: 'quiz'; at: Date; quiz: Quiz; ability: number; seed: number; handIn: boolean }
  | { kind: 'certificate'; at: Date }

/** How far people come; the shares are those of a good workshop with a long tail. */
const endings = [
  { share: 0.08, activities: 0 },
  { share: 0.12, activities: 2 },
  { share: 0.14, activities: 5 },
  { share: 0.1, activities: 9 },
  { share: 0.56, activities: 99 },
]

/** With `activities` the person does so many and passes none over. */
type Story = { course: Course; joinedAt: Date; now: Date; random: Random; activities?: number }

/** Steps after `joinedAt` and before `now`; a story that reaches `now` stops there, in the middle of things. */
export function tellStory({ course, joinedAt, now, random, activities }: Story): Step[] {
  const upTo = activities ?? drawEnding(random)
  const ability = 0.62 + 0.36 * random.next()
  const steps: Step[] = []
  let at = new Date(joinedAt.getTime() + random.whole(10, 300) * 60_000)
  // Before the course people know about half of what they know after it.
  const grown = (quiz: Quiz) => (quiz.form === 'pre' ? ability * 0.55 : ability)
  const newSeed = () => random.whole(0, 2 ** 31)
  const later = (days: number) => {
    at = new Date(at.getTime() + days * dayMs * (0.3 + random.next()))
  }
  for (const activity of course.activities.slice(0, upTo)) {
    const counts = activity.kind === 'lesson' || activity.slug === course.award.quiz || activity.form === 'pre'
    if (!counts && activities === undefined && random.chance(0.6)) continue // module quizzes are good for learning, and many pass them over
    if (activity.kind === 'lesson') steps.push({ kind: 'lesson', at, lesson: activity.slug })
    else steps.push({ kind: 'quiz', at, quiz: activity, ability: grown(activity), seed: newSeed(), handIn: true })
    later(3)
  }
  if (upTo >= course.activities.length) {
    const final = findQuiz(course, course.award.quiz)
    if (final && random.chance(0.3)) {
      steps.push({
        kind: 'quiz',
        at,
        quiz: final,
        ability: ability + 0.15,
        seed: newSeed(),
        handIn: random.chance(0.9),
      })
      later(2)
    }
    if (random.chance(0.92)) steps.push({ kind: 'certificate', at })
  }
  return steps.filter((step) => step.at < now)
}

function drawEnding(random: Random): number {
  let drawn = random.next()
  for (const { share, activities } of endings) {
    drawn -= share
    if (drawn < 0) return activities
  }
  return 99
}
