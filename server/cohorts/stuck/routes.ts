import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { isId } from '../../platform/data/ids.ts'
import type { SignedIn } from '../../platform/web/access.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { type Problems, readTyped, type Typed } from '../../platform/web/forms.ts'
import { limits } from '../../platform/web/limits.ts'
import { interfaceLanguageOf } from '../../platform/words/languages.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { getCohort } from '../queries.ts'
import { findStuck } from './find-stuck.ts'
import { letterCharacters, letterTo, readLetter } from './letter.ts'
import type { Thresholds } from './reasons.ts'
import { type ShownLetter, type StuckRow, shownLetter, stateOf, stuckRow } from './stuck-page.ts'
import type { StuckPerson } from './stuck-people.ts'
import { getStuck, writeLetter } from './write-letter.ts'
import { writeLetters } from './write-letters.ts'

declare module '../../platform/web/pages.ts' {
  interface Partials {
    'cohorts/stuck-reasons': { person: StuckRow; time_zone: string }
  }
  interface Pages {
    'cohorts/stuck': {
      cohort: CohortSummary
      thresholds: Thresholds
      state: 'not_open' | 'open' | 'closed'
      people: StuckRow[]
      /** How many are stuck, in all pages. */
      total: number
      before: string | null
      after: string | null
      /** What the last press did. */
      sent: { letters: number; chosen: number } | null
      email: string
      nobodyChosen: boolean
    }
    'cohorts/stuck-letter': {
      cohort: CohortSummary
      person: StuckRow
      written_in: 'en' | 'fr'
      typed: Typed
      problems: Problems
      letterCharacters: number
      /** The letter that another one would follow within a day. */
      asked: (ShownLetter & { id: string }) | null
    }
  }
}

const trainer = { access: 'trainer' } as const
const id = Type.String({ format: 'uuid' })
const list = { config: trainer, schema: { params: Type.Object({ cohortId: id }) } }
const listQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  sent: Type.Optional(id),
  of: Type.Optional(Type.Integer({ minimum: 0, maximum: limits.listLength })),
})
const letter = { config: trainer, schema: { params: Type.Object({ cohortId: id, stuckId: id }) } }

/** Who is stuck in a cohort, and the letters that the trainer writes to them. */
export const stuckRoutes: FastifyPluginAsyncTypebox = async (app) => {
  type Reader = { account: SignedIn | null; accountId: string; language: SignedIn['language'] }
  type Asked = { page?: number; sent?: string; of?: number; nobodyChosen?: boolean }

  const load = async (cohortId: string, accountId: string) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    return { cohort, course: app.courses.get(cohort.course), now: app.clock.now() }
  }
  const writer = ({ account, accountId }: Reader) => ({
    id: accountId,
    name: account?.name ?? '',
    email: account?.email ?? '',
  })

  async function stuckPage(cohortId: string, reader: Reader, { page = 1, sent, of = 0, nobodyChosen }: Asked) {
    const { cohort, course, now } = await load(cohortId, reader.accountId)
    const { stuck, correspondents } = await findStuck(app.db, course, cohort, now)
    const first = (page - 1) * limits.listLength
    const pageAt = (to: number) => `/cohorts/${cohortId}/stuck?page=${to}`
    return {
      cohort: summaryOf(cohort, app.courses, reader.language, now),
      thresholds: cohort,
      state: stateOf(cohort, now),
      people: stuck.slice(first, first + limits.listLength).map((person) => stuckRow(course, person, reader, now)),
      total: stuck.length,
      before: page > 1 ? pageAt(page - 1) : null,
      after: first + limits.listLength < stuck.length ? pageAt(page + 1) : null,
      sent: sent
        ? { letters: correspondents.filter(({ last_letter }) => last_letter?.press === sent).length, chosen: of }
        : null,
      email: writer(reader).email,
      nobodyChosen: nobodyChosen ?? false,
    }
  }

  app.get(
    '/cohorts/:cohortId/stuck',
    { ...list, schema: { ...list.schema, querystring: listQuery } },
    async (request, reply) =>
      reply.page('cohorts/stuck', await stuckPage(request.params.cohortId, request, request.query)),
  )

  app.post('/cohorts/:cohortId/stuck/letters', list, async (request, reply) => {
    const { cohortId } = request.params
    const learnerIds = readChosen(request.body)
    if (learnerIds.length === 0)
      return reply.code(422).page('cohorts/stuck', await stuckPage(cohortId, request, { nobodyChosen: true }))
    const { cohort, course, now } = await load(cohortId, request.accountId)
    const services = { db: app.db, mail: app.mail, publicUrl: app.config.publicUrl }
    const press = await writeLetters(services, { course, cohort, trainer: writer(request), learnerIds }, now)
    return reply.redirect(`/cohorts/${cohortId}/stuck?sent=${press}&of=${learnerIds.length}`, 303)
  })

  async function letterPage(cohortId: string, stuckId: string, reader: Reader) {
    const { cohort, course, now } = await load(cohortId, reader.accountId)
    const props = (person: StuckPerson) => ({
      cohort: summaryOf(cohort, app.courses, reader.language, now),
      person: stuckRow(course, person, reader, now),
      written_in: interfaceLanguageOf(person.language),
      letterCharacters,
      problems: {},
      asked: null,
    })
    const template = (person: StuckPerson) =>
      letterTo(person, { course, cohort, trainer: writer(reader), publicUrl: app.config.publicUrl })
    return { cohort, course, now, props, template, person: () => getStuck(app.db, course, cohort, stuckId, now) }
  }

  app.get('/cohorts/:cohortId/stuck/:stuckId/letter', letter, async (request, reply) => {
    const page = await letterPage(request.params.cohortId, request.params.stuckId, request)
    const person = await page.person()
    return reply.page('cohorts/stuck-letter', { ...page.props(person), typed: page.template(person) })
  })

  app.post('/cohorts/:cohortId/stuck/:stuckId/letter', letter, async (request, reply) => {
    const { cohortId, stuckId } = request.params
    const { cohort, course, now, props, person } = await letterPage(cohortId, stuckId, request)
    const form = readLetter(request.body)
    if (!form.ok)
      return reply
        .code(422)
        .page('cohorts/stuck-letter', { ...props(await person()), typed: form.typed, problems: form.problems })
    const { after = '' } = readTyped(request.body, ['after'])
    const writing = { course, cohort, trainer: writer(request), learnerId: stuckId, letter: form.values, after }
    const answer = await writeLetter({ db: app.db, mail: app.mail }, writing, now)
    if ('press' in answer) return reply.redirect(`/cohorts/${cohortId}/stuck?sent=${answer.press}&of=1`, 303)
    const { last_letter: last } = answer.person
    if (!last) throw new Conflict('not_stuck') // only a letter of today is asked about
    const asked = { ...shownLetter(last, request.accountId), id: last.id }
    return reply.code(409).page('cohorts/stuck-letter', { ...props(answer.person), typed: form.typed, asked })
  })
}

/** The people whose boxes are ticked: at most as many as one page has. */
function readChosen(body: unknown): string[] {
  const chosen = typeof body === 'object' && body !== null && 'learner' in body ? [body.learner].flat() : []
  const ids = chosen.filter((one): one is string => typeof one === 'string' && isId(one))
  return [...new Set(ids.map((one) => one.toLowerCase()))].slice(0, limits.listLength)
}
