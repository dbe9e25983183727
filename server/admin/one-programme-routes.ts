import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findAccountByEmail } from '../accounts/queries.ts'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { readAims, targetIndicators, typedAims } from '../cohorts/programmes/aims.ts'
import { changeProgramme } from '../cohorts/programmes/change-programme.ts'
import { programmeTitle, readProgramme } from '../cohorts/programmes/programmes.ts'
import { getProgramme } from '../cohorts/programmes/queries.ts'
import { type Problems, readTyped, type Typed } from '../platform/web/forms.ts'
import type { Language } from '../platform/words/languages.ts'
import { grantRole } from './grant-role.ts'

type Granted = { id: string; name: string; institution: string; grant_id: string }
type OneProgramme = {
  programme: { id: string; title: Phrase; funder: string; version: number }
  cohorts: { name: string; course: Phrase | null; starts_on: string; ends_on: string }[]
  donors: Granted[]
  trainers: Granted[]
  /** Who may be let in, in the order of the page. */
  roles: typeof roles
  targets: typeof targetIndicators
  typed: Typed
  problems: Problems
  /** Lines of the countries' field that name none. */
  unknown: string[]
  /** Somebody else stored the programme since the form was opened. */
  stale: boolean
  grant: { typed: Typed; problems: Problems }
}
declare module '../platform/web/pages.ts' {
  interface Pages {
    'admin/programme': OneProgramme
  }
}

const roles = ['donor', 'trainer'] as const
const administrator = { access: 'administrator' } as const
const params = Type.Object({ programmeId: Type.String({ format: 'uuid' }) })
const one = { config: administrator, schema: { params } }

/** One programme: what it aims at, who pays, who may read of it, and who trains in it. */
export const oneProgrammeRoutes: FastifyPluginAsyncTypebox = async (app) => {
  async function pageOf(id: string, language: Language): Promise<OneProgramme> {
    const { people, cohorts, targets, ...stored } = await getProgramme(app.db, id)
    const { title_en, title_fr, funder, starts_on, ends_on } = stored
    const aims = { ...stored, countries: stored.countries.map(({ country_code }) => country_code), targets }
    return {
      programme: { id, title: programmeTitle(stored, language), funder, version: stored.version },
      cohorts: cohorts.map(({ course: slug, ...cohort }) => {
        const course = app.courses.find(slug) // one that was taken off the shelf has no title any more
        return { ...cohort, course: course ? titleOf(course, language) : null }
      }),
      donors: people.filter(({ role }) => role === 'donor'),
      trainers: people.filter(({ role }) => role === 'trainer'),
      roles,
      targets: targetIndicators,
      typed: { title_en, title_fr, funder, starts_on, ends_on, ...typedAims(aims, language) },
      problems: {},
      unknown: [],
      stale: false,
      grant: { typed: {}, problems: {} },
    }
  }

  app.get('/admin/programmes/:programmeId', one, async (request, reply) =>
    reply.page('admin/programme', await pageOf(request.params.programmeId, request.language)),
  )

  app.post('/admin/programmes/:programmeId', one, async (request, reply) => {
    const { programmeId: id } = request.params
    const page = await pageOf(id, request.language)
    const [details, aims] = [readProgramme(request.body), readAims(request.body)]
    const version = Number(readTyped(request.body, ['version']).version) || 0
    const typed = { ...details.typed, ...aims.typed }
    const showAgain = (code: 409 | 422, said: Partial<OneProgramme>) =>
      reply.code(code).page('admin/programme', {
        ...page,
        typed,
        programme: { ...page.programme, version: code === 409 ? page.programme.version : version },
        ...said,
      })
    if (!details.ok || !aims.values) {
      const problems = { ...(details.ok ? {} : details.problems), ...aims.problems }
      return showAgain(422, { problems, unknown: aims.unknown })
    }
    const change = { id, version, details: details.values, aims: aims.values, accountId: request.accountId }
    const outcome = await changeProgramme(app.db, change, app.clock.now())
    if (outcome === 'title_taken') return showAgain(422, { problems: { title_en: 'programme.title_en.taken' } })
    if (outcome === 'stale') return showAgain(409, { stale: true })
    return reply.redirect(`/admin/programmes/${id}`, 303)
  })

  app.post('/admin/programmes/:programmeId/grants', one, async (request, reply) => {
    const { programmeId } = request.params
    const typed = readTyped(request.body, ['role', 'email'])
    const role = roles.find((known) => known === typed.role)
    const account = await findAccountByEmail(app.db, typed.email ?? '')
    const problems: Problems = {}
    if (!role) problems.role = 'grant.role.missing'
    if (!account) problems.email = 'programme.grant.unknown'
    const page = await pageOf(programmeId, request.language)
    if (!role || !account) return reply.code(422).page('admin/programme', { ...page, grant: { typed, problems } })
    const granting = { accountId: account.id, grant: { role, programmeId }, grantedBy: request.accountId }
    await grantRole(app.db, granting, app.clock.now())
    app.sessions.forget(account.id)
    return reply.redirect(`/admin/programmes/${programmeId}#people`, 303)
  })
}
