import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Phrase } from '../catalogue/titles.ts'
import { createProgramme } from '../cohorts/programmes/create-programme.ts'
import { programmeTitle, readProgramme } from '../cohorts/programmes/programmes.ts'
import { listProgrammes } from '../cohorts/programmes/queries.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import type { Language } from '../platform/words/languages.ts'

type ListedProgramme = {
  id: string
  title: Phrase
  funder: string
  starts_on: string
  ends_on: string
  cohorts: number
}
declare module '../platform/web/pages.ts' {
  interface Pages {
    'admin/programmes': { programmes: ListedProgramme[]; typed: Typed; problems: Problems }
  }
}

const administrator = { access: 'administrator' } as const

/** What is paid for: each programme has cohorts, trainers and donors. */
export const programmeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const programmes = async (language: Language) =>
    (await listProgrammes(app.db)).map(({ id, funder, starts_on, ends_on, cohorts, ...titles }) => ({
      id,
      title: programmeTitle(titles, language),
      funder,
      starts_on,
      ends_on,
      cohorts,
    }))

  app.get('/admin/programmes', { config: administrator }, async (request, reply) =>
    reply.page('admin/programmes', { programmes: await programmes(request.language), typed: {}, problems: {} }),
  )

  app.post('/admin/programmes', { config: administrator }, async (request, reply) => {
    const form = readProgramme(request.body)
    const showAgain = async (problems: Problems) =>
      reply
        .code(422)
        .page('admin/programmes', { programmes: await programmes(request.language), typed: form.typed, problems })
    if (!form.ok) return showAgain(form.problems)
    const id = await createProgramme(app.db, { ...form.values, accountId: request.accountId }, app.clock.now())
    return id ? reply.redirect(`/admin/programmes/${id}`, 303) : showAgain({ title_en: 'programme.title_en.taken' })
  })
}
