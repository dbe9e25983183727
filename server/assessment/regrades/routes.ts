import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, quizTitle } from '../../catalogue/titles.ts'
import { getCohort } from '../../cohorts/queries.ts'
import type { Language } from '../../platform/words/languages.ts'
import type { Key } from '../../platform/words/messages.ts'
import { type NewKey, withCorrection } from '../../quizzes/corrections.ts'
import type { Response } from '../../quizzes/item-type.ts'
import type { Prompt } from '../../quizzes/item-types.ts'
import { carried, readKey, readReason, reasonCharacters } from './key-form.ts'
import { listAttemptsWithItem, listRegrades } from './queries.ts'
import { type Counts, changesNothing, countsOf, type Regrade, regrade } from './regrade.ts'
import { regradeItem } from './regrade-item.ts'
import {
  completedNames,
  type ItemHeading,
  itemHeading,
  type KeyInWords,
  keyInWords,
  keyPrompt,
  type PastRegrade,
  pastRegrades,
  type RegradedRow,
  regradedRows,
} from './regrade-page.ts'
import { sampleOf } from './sample-item.ts'

type About = {
  cohort: { id: string; name: string; time_zone: string }
  quiz: { slug: string; title: Phrase }
  item: ItemHeading
}

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'assessment/regrade': About & {
      handedIn: number
      open: number
      /** Null where its key cannot be given as a response. */
      form: { prompt: Prompt; place: number; total: number } | null
      typedIn: Language
      problem: Key | null
      regrades: PastRegrade[]
    }
    'assessment/regrade-preview': About & {
      newKey: KeyInWords
      counts: Counts
      open: number
      rows: RegradedRow[]
      completed: string[]
      carried: { name: string; value: string }[]
      reason: { text: string; problem: 'short' | 'long' | null }
      reasonCharacters: typeof reasonCharacters
    }
  }
  interface Partials {
    'assessment/key': { said: KeyInWords }
    'assessment/regraded': { id: string; caption: string; cohortId: string; rows: RegradedRow[] }
  }
}

const params = Type.Object({
  cohortId: Type.String({ format: 'uuid' }),
  quiz: Type.String({ maxLength: 100 }),
  item: Type.String({ maxLength: 100 }),
})
const oneItem = { config: { access: 'trainer' }, schema: { params } } as const

/** How a trainer corrects a key that was wrong: the item, what a correction would do, and the correction. */
export const regradeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  type Place = { cohortId: string; quiz: string; item: string }
  type Reader = { accountId: string; language: Language }

  async function load({ cohortId, quiz, item }: Place, { accountId, language }: Reader) {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const course = app.courses.find(cohort.course)
    const key = { cohortId, course: cohort.course, quiz, item }
    const attempts = await listAttemptsWithItem(app.db, key)
    const regrades = await listRegrades(app.db, key)
    const sample = sampleOf(item, { attempts, regrades }, { course, quiz, language })
    const about = {
      cohort: { id: cohortId, name: cohort.name, time_zone: cohort.time_zone },
      quiz: { slug: quiz, title: quizTitle(course, quiz, language) },
      item: itemHeading(sample, language),
    }
    return { key, attempts, regrades, sample, about, language }
  }
  type Loaded = Awaited<ReturnType<typeof load>>
  const openOf = ({ attempts }: Loaded) => attempts.filter(({ submitted_at }) => submitted_at === null).length

  function itemPage(loaded: Loaded, typed: { response: Response | null; problem: Key } | null) {
    const { about, attempts, sample, regrades, language } = loaded
    const prompt = keyPrompt(sample, typed?.response ?? null, language)
    return {
      ...about,
      handedIn: attempts.length - openOf(loaded),
      open: openOf(loaded),
      form: prompt && { prompt, place: sample.place, total: sample.total },
      typedIn: language,
      problem: typed?.problem ?? null,
      regrades: pastRegrades(regrades, sample, language),
    }
  }

  function previewPage(loaded: Loaded, planned: Regrade, newKey: NewKey, reason: ReturnType<typeof readReason>) {
    const { about, attempts, sample, language } = loaded
    return {
      ...about,
      newKey: keyInWords(withCorrection(sample.item, planned.correction ?? sample.correction), language),
      counts: countsOf(attempts, planned),
      open: planned.attempts.filter(({ result }) => result === null).length,
      rows: regradedRows(planned, language),
      completed: completedNames(planned, language),
      carried: carried(newKey),
      reason,
      reasonCharacters,
    }
  }

  app.get('/cohorts/:cohortId/items/:quiz/:item', oneItem, async (request, reply) =>
    reply.page('assessment/regrade', itemPage(await load(request.params, request), null)),
  )

  app.post('/cohorts/:cohortId/items/:quiz/:item/previews', oneItem, async (request, reply) => {
    const loaded = await load(request.params, request)
    const read = readKey(request.body, loaded.sample, request.language)
    if ('problem' in read) return reply.code(422).page('assessment/regrade', itemPage(loaded, read))
    const planned = regrade(loaded.sample, loaded.attempts, read.newKey)
    if (changesNothing(planned)) {
      const nothing = { response: read.response, problem: 'regrade.nothing' } as const
      return reply.code(422).page('assessment/regrade', itemPage(loaded, nothing))
    }
    const reason = { text: '', problem: null }
    return reply.page('assessment/regrade-preview', previewPage(loaded, planned, read.newKey, reason))
  })

  app.post('/cohorts/:cohortId/items/:quiz/:item/regrades', oneItem, async (request, reply) => {
    const loaded = await load(request.params, request)
    const { key, sample, attempts } = loaded
    const read = readKey(request.body, sample, request.language)
    if ('problem' in read) return reply.code(422).page('assessment/regrade', itemPage(loaded, read))
    const { newKey } = read
    const planned = regrade(sample, attempts, newKey)
    const reason = readReason(request.body)
    if (reason.problem && !changesNothing(planned))
      return reply.code(422).page('assessment/regrade-preview', previewPage(loaded, planned, newKey, reason))
    const services = { db: app.db, courses: app.courses, mail: app.mail, publicUrl: app.config.publicUrl }
    const press = { ...key, newKey, reason: reason.text, trainerId: request.accountId, now: app.clock.now() }
    if (!reason.problem) await regradeItem(services, press)
    return reply.redirect(`/cohorts/${key.cohortId}/items/${key.quiz}/${key.item}`, 303)
  })
}
