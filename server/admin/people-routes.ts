import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, titleOf } from '../catalogue/titles.ts'
import { programmeTitle } from '../cohorts/programmes/programmes.ts'
import { listProgrammes } from '../cohorts/programmes/queries.ts'
import type { Role } from '../platform/web/access.ts'
import type { Problems, Typed } from '../platform/web/forms.ts'
import { limits } from '../platform/web/limits.ts'
import { countryName } from '../platform/words/countries.ts'
import type { Language } from '../platform/words/languages.ts'
import { readGrant } from './grant-form.ts'
import { grantRole, withdrawRole } from './grant-role.ts'
import { countPeople, getPerson, listPeople } from './queries.ts'

type Held = { role: Role; programme: Phrase | null }
type Somebody = { id: string; name: string; email: string; institution: string; country: string }
declare module '../platform/web/pages.ts' {
  interface Pages {
    'admin/people': {
      search: string
      people: (Somebody & { roles: Held[] })[]
      total: number
      /** The first person shown, counted from 1. */
      first: number
      before: string | null
      after: string | null
    }
    'admin/person': {
      person: Somebody & { created_at: Date; email_confirmed_at: Date | null }
      grants: (Held & { id: string; granted_at: Date })[]
      /** What they hold: those that were replaced are found from the ones that stand. */
      certificates: { code: string; course: Phrase; revoked: boolean }[]
      programmes: { value: string; label: string }[]
      typed: Typed
      problems: Problems
    }
  }
}

const administrator = { access: 'administrator' } as const
const listQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: limits.fieldCharacters })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
})
const accountId = Type.String({ format: 'uuid' })
const personParams = Type.Object({ accountId })
const grantParams = Type.Object({ accountId, grantId: Type.String({ format: 'uuid' }) })

/** Who is here, and what each may do. */
export const peopleRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin/people', { config: administrator, schema: { querystring: listQuery } }, async (request, reply) => {
    const { page = 1 } = request.query
    const search = request.query.search?.trim() ?? ''
    const offset = (page - 1) * limits.listLength
    const total = await countPeople(app.db, search)
    const people = await listPeople(app.db, search, { limit: limits.listLength, offset })
    const address = (to: number) => `/admin/people?${new URLSearchParams({ search, page: String(to) })}`
    return reply.page('admin/people', {
      search,
      people: people.map(({ grants, ...person }) => ({
        ...somebody(person, request.language),
        roles: grants.map((grant) => held(grant, request.language)),
      })),
      total,
      first: offset + 1,
      before: page > 1 ? address(page - 1) : null,
      after: offset + people.length < total && people.length > 0 ? address(page + 1) : null,
    })
  })

  const page = async (id: string, language: Language) => {
    const { grants, certificates, created_at, email_confirmed_at, ...person } = await getPerson(app.db, id)
    return {
      person: { ...somebody(person, language), created_at, email_confirmed_at },
      grants: grants.map((grant) => ({
        id: grant.id,
        ...held(grant, language),
        granted_at: new Date(grant.granted_at),
      })),
      certificates: certificates.map(({ code, course: slug, revoked_at }) => {
        const course = app.courses.find(slug)
        const title = course ? titleOf(course, language) : { text: slug, language }
        return { code, course: title, revoked: revoked_at !== null }
      }),
      programmes: (await listProgrammes(app.db)).map((programme) => ({
        value: programme.id,
        label: programmeTitle(programme, language).text,
      })),
    }
  }

  const onePerson = { config: administrator, schema: { params: personParams } }
  app.get('/admin/people/:accountId', onePerson, async (request, reply) =>
    reply.page('admin/person', {
      ...(await page(request.params.accountId, request.language)),
      typed: {},
      problems: {},
    }),
  )

  app.post('/admin/people/:accountId/grants', onePerson, async (request, reply) => {
    const shown = await page(request.params.accountId, request.language)
    const form = readGrant(
      request.body,
      shown.programmes.map(({ value }) => value),
    )
    const { typed } = form
    if (!form.ok) return reply.code(422).page('admin/person', { ...shown, typed, problems: form.problems })
    const granting = { accountId: shown.person.id, grant: form.grant, grantedBy: request.accountId }
    await grantRole(app.db, granting, app.clock.now())
    app.sessions.forget(shown.person.id)
    return reply.redirect(`/admin/people/${shown.person.id}`, 303)
  })

  const oneGrant = { config: administrator, schema: { params: grantParams } }
  app.post('/admin/people/:accountId/grants/:grantId/withdrawal', oneGrant, async (request, reply) => {
    const withdrawing = { ...request.params, withdrawnBy: request.accountId }
    const taken = await withdrawRole(app.db, withdrawing, app.clock.now())
    app.sessions.forget(request.params.accountId)
    // Who gives up their own role may no longer see the page they came from.
    const left = taken?.role === 'administrator' && request.params.accountId === request.accountId
    return reply.redirect(left ? '/learning' : `/admin/people/${request.params.accountId}`, 303)
  })
}

const somebody = (
  { id, name, email, institution, country_code }: Omit<Somebody, 'country'> & { country_code: string },
  language: Language,
): Somebody => ({ id, name, email, institution, country: countryName(country_code, language) })

const held = (
  { role, title_en, title_fr }: { role: Role; title_en: string | null; title_fr: string | null },
  language: Language,
): Held => ({ role, programme: title_en && title_fr ? programmeTitle({ title_en, title_fr }, language) : null })
