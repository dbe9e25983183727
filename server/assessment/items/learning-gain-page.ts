import { createHash } from 'node:crypto'
import type { Course, Quiz } from '../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { type Estimate, learningGain, leastPairs } from '../../quizzes/learning-gain.ts'
import type { HandedIn } from './queries.ts'

type Sitting = { raw: number; max: number }
type GainRow = { id: string; name: string; before: number; after: number; raw: number; normalised: number | null }

export type GainPage = {
  before: Phrase
  after: Phrase
  /** What both tests are out of; 100, in per cent, where not every attempt had the same points to earn. */
  max: number
  percent: boolean
  n: number
  least: number
  raw: Estimate
  normalised: Estimate & { n: number }
  learners: GainRow[]
  /** Took the pre-test and have not handed in the post-test. */
  dropOuts: number
  /** Handed in the post-test without a pre-test before it. */
  unprepared: number
  /** Have both, one of which a trainer has yet to mark. */
  waiting: number
}

/** The quizzes that say what a course teaches, before it and after: the first pair that draws from one bank. */
export function prePostOf(course: Course): { pre: Quiz; post: Quiz } | null {
  const quizzes = course.activities.filter((activity) => activity.kind === 'quiz')
  const pre = quizzes.find(({ form }) => form === 'pre')
  const bank = new Set(pre?.items.map(({ id }) => id))
  const post = quizzes.find(({ form, items }) => form === 'post' && items.some(({ id }) => bank.has(id)))
  return pre && post ? { pre, post } : null
}

/** The same cohort draws the same figures every time its page is opened. */
const seedOf = (cohortId: string): number => createHash('sha256').update(cohortId).digest().readUInt32BE(0)

/**
 * What a cohort learnt between the first pre-test and the first post-test of each person. An attempt that earned
 * nothing because its time ran out measures nothing and is passed over. `attempts` have each person's first first.
 */
export function gainPage(
  course: Course,
  cohortId: string,
  attempts: readonly HandedIn[],
  language: Language,
): GainPage | null {
  const forms = prePostOf(course)
  if (!forms) return null
  const counted = attempts.filter(({ voided }) => !voided)
  const pres = firsts(counted, forms.pre.slug)
  const posts = firsts(counted, forms.post.slug)
  const inOrder = (pre: HandedIn, post: HandedIn) => when(pre) <= when(post)
  const both = [...posts.values()].flatMap((post) => {
    const pre = pres.get(post.learner_id)
    return pre && inOrder(pre, post) ? [{ pre, post }] : []
  })
  const marked = both.filter(({ pre, post }) => pre.marking !== 'waiting' && post.marking !== 'waiting')
  const sat = marked.map(({ pre, post }) => ({
    id: post.learner_id,
    name: post.name,
    pre: scored(pre),
    post: scored(post),
  }))
  const shared = sat[0]?.pre.max ?? 100
  const percent = sat.some(({ pre, post }) => pre.max !== shared || post.max !== shared)
  const max = percent ? 100 : shared
  const order = new Intl.Collator(language)
  const pairs = sat
    .map(({ id, name, pre, post }) => ({ id, name, pre: outOf(max, pre), post: outOf(max, post), max }))
    .toSorted((a, b) => order.compare(a.name, b.name))
  const gain = learningGain(pairs, seedOf(cohortId))
  return {
    before: titleOf(forms.pre, language),
    after: titleOf(forms.post, language),
    max,
    percent,
    n: gain.n,
    least: leastPairs,
    raw: gain.raw,
    normalised: gain.normalised,
    learners: pairs.map(({ id, name, pre, post }, index) => ({
      id,
      name,
      before: pre,
      after: post,
      raw: post - pre,
      normalised: gain.learners[index]?.normalised ?? null,
    })),
    dropOuts: [...pres.keys()].filter((id) => !posts.has(id)).length,
    unprepared: posts.size - both.length,
    waiting: both.length - marked.length,
  }
}

function firsts(attempts: readonly HandedIn[], quiz: string): Map<string, HandedIn> {
  const first = new Map<string, HandedIn>()
  for (const attempt of attempts)
    if (attempt.quiz === quiz && !first.has(attempt.learner_id)) first.set(attempt.learner_id, attempt)
  return first
}

const when = ({ submitted_at }: HandedIn): number => submitted_at?.getTime() ?? 0
const scored = ({ score_raw, score_max }: HandedIn): Sitting => ({ raw: score_raw ?? 0, max: score_max ?? 0 })
const outOf = (max: number, { raw, max: own }: Sitting): number => (own > 0 ? (raw / own) * max : 0)
