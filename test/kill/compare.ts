import { textIn } from '../../server/catalogue/course.ts'
import { type Attempt, isAnswered, type Learner, type Responses } from './learner.ts'
import type { Answer } from './visitor.ts'

/** Each entry is a sentence about one thing that was acknowledged and is not there, or is there by half. */
export type Findings = { lost: string[]; half: string[] }

/**
 * Opens the pages of a learner whose line broke, and compares them with what they were told. What was under way is
 * settled by what the pages show, so that a later look can compare again.
 */
export async function compareWithPages(learner: Learner): Promise<Findings> {
  const found: Findings = { lost: [], half: [] }
  for (const attempt of learner.attempts) {
    const page = await learner.visitor.get(`/attempts/${attempt.id}`)
    if (page.status !== 200) found.lost.push(`attempt ${attempt.id} is answered ${page.status}`)
    else compareAttempt(attempt, page, found)
  }
  const { text } = await learner.visitor.get(`/courses/${learner.course.slug}`)
  const done = [...text.matchAll(/<li class="done"><a href="[^"]*\/lessons\/([^"]+)"/g)].map(([, slug = '']) => slug)
  for (const lesson of learner.lessons) if (!done.includes(lesson)) found.lost.push(`lesson ${lesson} is not done`)
  const unasked = done.filter((lesson) => !learner.lessons.includes(lesson) && lesson !== learner.unansweredLesson)
  for (const lesson of unasked) found.half.push(`lesson ${lesson} is done and was never marked`)
  learner.lessons = done
  learner.unansweredLesson = null
  return found
}

function compareAttempt(attempt: Attempt, { text }: Answer, found: Findings) {
  const { id, unanswered } = attempt
  const submitted = !text.includes('data-autosave=')
  const shown = submitted ? readReview(attempt, text) : readForm(text)
  const happened = unanswered !== null && sameResponses(shown, { ...attempt.responses, ...unanswered.responses })
  const after = happened ? { ...attempt.responses, ...unanswered.responses } : attempt.responses

  for (const [item, response] of Object.entries(after)) {
    if (shown[item] === response) continue
    const said = `attempt ${id}: ${item} is ${shown[item] ?? 'blank'} and should be ${response}`
    if (unanswered && shown[item] === unanswered.responses[item]) found.half.push(said)
    else found.lost.push(said)
  }
  for (const item of Object.keys(shown))
    if (!(item in after)) found.half.push(`attempt ${id}: ${item} is stored alone out of what was sent together`)

  if (attempt.submitted && !submitted) found.lost.push(`attempt ${id} was handed in and is open`)
  if (submitted && !attempt.submitted && !(happened && unanswered.submission))
    found.half.push(`attempt ${id} is closed without what came with the press`)
  if (!submitted && happened && unanswered.submission && !sameResponses(shown, attempt.responses))
    found.half.push(`attempt ${id} has what came with the press and is open`)
  attempt.responses = shown
  attempt.submitted = submitted
  attempt.unanswered = null
}

const sameResponses = (a: Responses, b: Responses) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([item, response]) => b[item] === response)

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''

/** What the form of an open attempt has filled in. */
function readForm(html: string): Responses {
  const responses: Responses = {}
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const given = attribute(tag, 'type') === 'radio' ? / checked\b/.test(tag) : tag.includes('class="number"')
    if (given && attribute(tag, 'value')) responses[attribute(tag, 'name')] = attribute(tag, 'value')
  }
  return responses
}

/** What the result says under "Your answer", item by item, turned back into what was sent. */
function readReview({ quiz }: Attempt, html: string): Responses {
  const said = [...html.matchAll(/<dt>Your answer<\/dt><dd>(?:<span lang="[^"]*">)?([^<]*)/g)].map(([, text = '']) =>
    unescaped(text.trim()),
  )
  const responses: Responses = {}
  for (const [index, item] of quiz.items.entries()) {
    const text = said[index]
    if (!text || !isAnswered(item)) continue
    const option = item.type === 'choice' ? item.options.find((one) => textIn(one.text, 'en').text === text)?.id : text
    responses[item.id] = option ?? `an unknown option: ${text}`
  }
  return responses
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const unescaped = (text: string) =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
