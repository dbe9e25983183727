import type { Course, Item, Quiz } from '../catalogue/course.ts'
import type { Random } from './random.ts'

const dayMs = 86_400_000

/** What one sample official will do in a course, in order, with the instants at which they do it. */
export type Step =
  | { kind: 'lesson'; at: Date; lesson: string }
  | { kind: 'quiz'; at: Date; quiz: Quiz; form: Record<string, string | string[]>; handIn: boolean }
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
  const later = (days: number) => {
    at = new Date(at.getTime() + days * dayMs * (0.3 + random.next()))
  }
  for (const activity of course.activities.slice(0, upTo)) {
    const counts = activity.kind === 'lesson' || activity.slug === course.award.quiz
    if (!counts && activities === undefined && random.chance(0.6)) continue // module quizzes are good for learning, and many pass them over
    if (activity.kind === 'lesson') steps.push({ kind: 'lesson', at, lesson: activity.slug })
    else steps.push({ kind: 'quiz', at, quiz: activity, form: answer(activity.items, ability, random), handIn: true })
    later(3)
  }
  if (upTo >= course.activities.length) {
    const final = course.activities.find((one): one is Quiz => one.kind === 'quiz' && one.slug === course.award.quiz)
    if (final && random.chance(0.3)) {
      steps.push({
        kind: 'quiz',
        at,
        quiz: final,
        form: answer(final.items, ability + 0.15, random),
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

/** A form as this person would fill it: right with the chance of their ability, else a plausible mistake or nothing. */
function answer(items: Item[], ability: number, random: Random): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {}
  for (const item of items) {
    const right = random.chance(ability)
    if (!right && random.chance(0.15)) continue
    if (item.type === 'numeric') form[item.id] = String(right ? item.key : Math.round(item.key * 70) / 100)
    else if (item.type === 'choice') form[item.id] = right ? item.key : random.pick(item.options).id
    else if (item.type === 'multiple-choice') form[item.id] = right ? item.key : item.key.slice(1)
    else
      for (const [index, id] of (right ? item.key : item.key.toReversed()).entries())
        form[`${item.id}.${id}`] = String(index + 1)
  }
  return form
}
