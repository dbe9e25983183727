import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, quizTitle } from '../../catalogue/titles.ts'
import { NotFound } from '../../platform/web/errors.ts'
import type { Language } from '../../platform/words/languages.ts'
import { commentCharacters, type MarkForm, readMarks, storedMarks } from './mark-form.ts'
import { getScriptForTrainer, listFirstMarkedByOthers, type ScriptRow } from './queries.ts'
import { type QueuedScript, queuedScript } from './queue.ts'
import { placeIn, saveMarks } from './save-marks.ts'
import { scriptOf, scriptPage } from './script.ts'

type SecondScript = QueuedScript & { quiz: Phrase; cohort: string }

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'assessment/second-marks': { scripts: SecondScript[] }
  }
}

const second = {
  config: { access: 'trainer' },
  schema: { params: Type.Object({ scriptId: Type.String({ format: 'uuid' }) }) },
} as const

/** Second marks, which any other trainer of the programme may be asked for. */
export const secondMarkRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const pageOf = (row: ScriptRow, language: Language, form: MarkForm) =>
    scriptPage(row, { course: app.courses.find(row.course), language, place: 2, form })

  app.get('/marking', { config: { access: 'trainer' } }, async (request, reply) => {
    const { accountId, language } = request
    const scripts = (await listFirstMarkedByOthers(app.db, accountId)).flatMap((row): SecondScript[] => {
      const queued = queuedScript(row, accountId)
      if (queued.step !== 'second' && !queued.mine) return []
      return [{ ...queued, quiz: quizTitle(app.courses.find(row.course), row.quiz, language), cohort: row.cohort }]
    })
    return reply.page('assessment/second-marks', { scripts })
  })

  app.get('/marking/:scriptId', second, async (request, reply) => {
    const { scriptId } = request.params
    const row = await getSecondScript(scriptId, request.accountId)
    const form = storedMarks(scriptOf(row), row.marks, 2)
    return reply.page('assessment/script', {
      paper: pageOf(row, request.language, form),
      back: { href: '/marking', label: request.t('second_marks.title') },
      commentCharacters,
      refused: false,
    })
  })

  app.post('/marking/:scriptId', second, async (request, reply) => {
    const { scriptId } = request.params
    const { accountId: markerId } = request
    const row = await getSecondScript(scriptId, markerId)
    const { form, marks } = readMarks(scriptOf(row), request.body)
    if (!marks)
      return reply.code(422).page('assessment/script', {
        paper: pageOf(row, request.language, form),
        back: { href: '/marking', label: request.t('second_marks.title') },
        commentCharacters,
        refused: true,
      })
    await saveMarks(app.db, { scriptId, markerId, asked: 'second', marks, now: app.clock.now() })
    return reply.redirect('/marking', 303)
  })

  /** A script that somebody else marked first: one that has no mark yet is not there for a second marker. */
  async function getSecondScript(scriptId: string, markerId: string) {
    const row = await getScriptForTrainer(app.db, scriptId, markerId)
    if (row.marks.length === 0 || !row.rules.marking.second_marker) throw new NotFound('script')
    placeIn(row, markerId, 'second')
    return row
  }
}
