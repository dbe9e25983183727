import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readSignUp } from '../../../accounts/profile.ts'
import type { Phase } from '../../../catalogue/course.ts'
import { type Phrase, titleOf } from '../../../catalogue/titles.ts'
import { hashSecret } from '../../../platform/data/ids.ts'
import { Conflict, NotFound, Refusal } from '../../../platform/web/errors.ts'
import type { Problems, Typed } from '../../../platform/web/forms.ts'
import { limits } from '../../../platform/web/limits.ts'
import type { Pages } from '../../../platform/web/pages.ts'
import { type Country, listCountries } from '../../../platform/words/countries.ts'
import { interfaceLanguageOf, type Language } from '../../../platform/words/languages.ts'
import { hasEnded } from '../../period.ts'
import { programmeTitle } from '../../programmes/programmes.ts'
import { stateOf } from '../invitation.ts'
import { type Accepted, acceptAsNewcomer, acceptWithAccount } from './accept-invitation.ts'
import { findInvitation, type Invitation } from './queries.ts'

declare module '../../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/invitation': {
      address: string
      email: string
      cohort: { name: string; starts_on: string; ends_on: string }
      course: { slug: string; title: Phrase; phase: Phase; hours: number }
      programme: Phrase
      trainers: string[]
      /** What who looks at it can do: join, sign in first, leave another account first, or make an account. */
      way: 'join' | 'sign_in' | 'other_account' | 'new_account'
      typed: Typed
      problems: Problems
      countries: readonly Country[]
    }
  }
}

const params = Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) })
const anyone = { access: 'anyone', rateLimit: limits.invitation } as const

/** From a letter to a place in the cohort, for who has an account and for who has none. */
export const invitedRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const load = async (secret: string) => {
    const invitation = await findInvitation(app.db, hashSecret(secret))
    if (!invitation) throw new NotFound('invitation')
    return { invitation, state: stateOf(invitation, app.clock.now()) }
  }
  const refuse = (invitation: Invitation, state: ReturnType<typeof stateOf>) => {
    if (state === 'accepted') throw new Refusal(410, 'invitation_used')
    if (state === 'withdrawn') throw new Refusal(410, 'invitation_withdrawn')
    if (hasEnded(invitation, app.clock.now())) throw new Conflict('cohort_ended')
    if (state === 'expired') throw new Refusal(410, 'invitation_expired')
  }
  const propsOf = (
    invitation: Invitation,
    secret: string,
    accountId: string | null,
    language: Language,
  ): Pages['cohorts/invitation'] => {
    const course = app.courses.get(invitation.course)
    const { slug, phase, hours } = course
    const { name, institution, country_code, sex } = invitation
    return {
      address: `/invitations/${secret}`,
      email: invitation.email,
      cohort: { name: invitation.cohort, starts_on: invitation.starts_on, ends_on: invitation.ends_on },
      course: { slug, title: titleOf(course, language), phase, hours },
      programme: programmeTitle(invitation, language),
      trainers: invitation.trainers.map((trainer) => trainer.name),
      way: wayFor(invitation.owner_id, accountId),
      typed: { name, institution, country_code, sex, language: interfaceLanguageOf(invitation.language) },
      problems: {},
      countries: listCountries(language),
    }
  }

  const oneInvitation = { config: anyone, schema: { params } }
  app.get('/invitations/:secret', oneInvitation, async (request, reply) => {
    const { secret } = request.params
    const { invitation, state } = await load(secret)
    refuse(invitation, state)
    const accountId = request.account?.id ?? null
    return reply.page('cohorts/invitation', propsOf(invitation, secret, accountId, request.language))
  })

  app.post('/invitations/:secret', oneInvitation, async (request, reply) => {
    const { secret } = request.params
    const { invitation, state } = await load(secret)
    const { slug } = app.courses.get(invitation.course)
    if (state === 'accepted') return reply.redirect(`/courses/${slug}`, 303) // pressed twice
    refuse(invitation, state)
    const onward = (accepted: Accepted | null) => {
      const address = accepted?.waiting ? `/join/${invitation.join_code}` : `/courses/${slug}`
      return reply.redirect(address, 303)
    }
    const accepting = { invitation, courses: app.courses }
    const accountId = request.account?.id ?? null
    const way = wayFor(invitation.owner_id, accountId)
    if (way === 'join' && accountId)
      return onward(await acceptWithAccount(app.db, accountId, accepting, app.clock.now()))
    if (way !== 'new_account') return reply.redirect(`/invitations/${secret}`, 303) // where it is said what to do

    const form = readSignUp({ ...(request.body as object | null), email: invitation.email })
    if (!form.ok) {
      const { typed, problems } = form
      const props = { ...propsOf(invitation, secret, accountId, request.language), typed, problems }
      return reply.code(422).page('cohorts/invitation', props)
    }
    const accepted = await acceptAsNewcomer(app.db, form.values, accepting, app.clock.now())
    if (accepted) await app.sessions.start(reply, accepted.accountId)
    return onward(accepted)
  })
}

function wayFor(ownerId: string | null, accountId: string | null) {
  if (accountId) return accountId === ownerId ? 'join' : 'other_account'
  return ownerId ? 'sign_in' : 'new_account'
}
