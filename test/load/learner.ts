import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ask, NotAnswered } from './client.ts'
import { course, type Item, items, quiz } from './course.ts'

export type Person = { id: string; cookie: string; handsIn: boolean }

/** What a learner has reason to believe: filled as answers come in. */
export type Learner = Person & {
  attempt: string | null
  page: string
  /** The item of each save that was acknowledged, by its sequence. */
  saves: Map<number, string>
  /** Sequences that were sent twice, and acknowledged twice. */
  resent: Set<number>
  /** The newest acknowledged response by item. */
  responses: Record<string, string>
  handedIn: boolean
  /** Sent and never answered: it may have happened or not. */
  unanswered: { sequence: number; item: string } | 'submission' | null
  /** Why the story broke off. */
  problem: string | null
}

export const newLearner = (person: Person): Learner => ({
  ...person,
  attempt: null,
  page: '',
  saves: new Map(),
  resent: new Set(),
  responses: {},
  handedIn: false,
  unanswered: null,
  problem: null,
})

const oneIn = (n: number) => randomInt(n) === 0

/** Starts the quiz, answers item by item as the script of the page does, sometimes changes one, and hands in. */
export async function takeQuiz(learner: Learner, ask: Ask, thinkMs: number): Promise<void> {
  const think = () => sleep(thinkMs > 0 ? randomInt(thinkMs) : 0)
  try {
    const form = await openAttempt(learner, ask)
    const again = items.filter(() => oneIn(20))
    for (const item of [...items, ...again]) {
      await think()
      await save(learner, ask, form, item)
    }
    await think()
    if (learner.handsIn) await handIn(learner, ask, form)
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error
    learner.problem = error.message
  }
}

/** The hidden fields of the page: the revision it has seen, and a short name for each response that it shows. */
type Form = { revision: number; shown: Record<string, string> }

async function openAttempt(learner: Learner, ask: Ask): Promise<Form> {
  const press = () => ask({ kind: 'start', path: `/courses/${course}/quizzes/${quiz}/attempts`, form: [] }, 303)
  const presses = await Promise.all(oneIn(10) ? [press(), press()] : [press()])
  const [address = '', ...others] = new Set(presses.map(({ location }) => location ?? ''))
  if (others.length > 0) throw new NotAnswered(`two presses led to ${address} and ${others}`)
  learner.attempt = address.replace('/attempts/', '')
  const { text } = await ask({ kind: 'page', path: address }, 200)
  learner.page = /name="_page" value="([\w-]+)"/.exec(text)?.[1] ?? ''
  const revision = /name="_revision" value="(\d+)"/.exec(text)?.[1]
  if (!learner.page || !revision) throw new NotAnswered(`${address} has no form`)
  return { revision: Number(revision), shown: {} }
}

async function save(learner: Learner, ask: Ask, form: Form, item: Item) {
  const sequence = learner.saves.size + 1
  const response = someResponse(item)
  const head = { _page: learner.page, _sequence: String(sequence), _revision: String(form.revision) }
  const fields = Object.entries({ ...head, _changed: item.id, [item.id]: response })
  const path = `/attempts/${learner.attempt}/responses`
  const send = () => ask({ kind: 'save', path, form: fields, accept: 'application/json' }, 200)
  const keep = ({ text }: { text: string }) => {
    const { revision, shown }: Form = JSON.parse(text)
    Object.assign(form, { revision, shown })
    learner.responses[item.id] = response
    learner.saves.set(sequence, item.id)
  }
  learner.unanswered = { sequence, item: item.id }
  const twice = oneIn(20) && (oneIn(2) ? 'at once' : 'later')
  const second = twice === 'at once' ? send() : null
  const [first] = await Promise.all([send(), second])
  keep(first)
  if (twice === 'later') keep(await send())
  if (twice) learner.resent.add(sequence)
  learner.unanswered = null
}

async function handIn(learner: Learner, ask: Ask, { revision, shown }: Form) {
  const address = `/attempts/${learner.attempt}`
  const fields: [string, string][] = [
    ['_page', learner.page],
    ['_revision', String(revision)],
    ...Object.entries(shown).map(([item, digest]): [string, string] => ['_shown', `${item}:${digest}`]),
    ...Object.entries(learner.responses),
  ]
  learner.unanswered = 'submission'
  const { location } = await ask({ kind: 'submission', path: `${address}/submission`, form: fields }, 303)
  if (location !== address) throw new NotAnswered(`${address} was not handed in, but led to ${location}`)
  learner.handedIn = true
  learner.unanswered = null
  await ask({ kind: 'page', path: address }, 200)
}

const someResponse = ({ type, right }: Item): string => {
  if (!oneIn(4)) return right
  return type === 'choice' ? (oneIn(2) ? 'b' : 'c') : `${randomInt(10, 99)}.5`
}
