import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { titleOf } from '../../catalogue/titles.ts'
import type { Problems, Typed } from '../../platform/web/forms.ts'
import { interfaceLanguages, type Language, languageNames } from '../../platform/words/languages.ts'
import { timeZoneOptions } from '../../platform/words/time-zones.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { getCohort } from '../queries.ts'
import { changeSettings } from './change-settings.ts'
import { isTaken } from './queries.ts'
import { readSettings, type SettingsField, settingsFields, thresholds, typedSettings } from './settings-form.ts'

type Option = { value: string; label: string }
declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/settings': {
      cohort: CohortSummary
      /** What the form was opened on: sent back with it. */
      version: number
      typed: Typed
      problems: Problems
      /** Empty once somebody is in the cohort: then its course stays. */
      courses: Option[]
      spoken: Option[]
      zones: readonly Option[]
      thresholds: typeof thresholds
      /** Where somebody else stored settings in the meantime: what is typed in a field, and what is stored. */
      differences: { field: SettingsField; typed: string; stored: string }[] | null
    }
  }
}

const trainer = { access: 'trainer' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const languageOptions = interfaceLanguages.map((code) => ({ value: code, label: languageNames[code] }))

/** What a cohort's trainers set of it. */
export const cohortSettingsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const settingsPage = async (cohortId: string, { accountId, language }: { accountId: string; language: Language }) => {
    const cohort = await getCohort(app.db, cohortId, accountId)
    const taken = await isTaken(app.db, cohortId)
    const courses = app.courses.list().map((course) => ({ value: course.slug, label: titleOf(course, language).text }))
    return {
      cohort: summaryOf(cohort, app.courses, language, app.clock.now()),
      stored: typedSettings(cohort),
      version: cohort.version,
      courses: taken ? [] : courses,
      spoken: languageOptions,
      zones: timeZoneOptions,
      thresholds,
    }
  }

  const oneCohort = { config: trainer, schema: { params } }
  app.get('/cohorts/:cohortId/settings', oneCohort, async (request, reply) => {
    const { stored, ...page } = await settingsPage(request.params.cohortId, request)
    return reply.page('cohorts/settings', { ...page, typed: stored, problems: {}, differences: null })
  })

  app.post('/cohorts/:cohortId/settings', oneCohort, async (request, reply) => {
    const { cohortId } = request.params
    const { stored, ...page } = await settingsPage(cohortId, request)
    const form = readSettings(request.body, { courses: page.courses.map(({ value }) => value) })
    const showAgain = (problems: Problems) => {
      const version = Number(form.typed.version) || 0
      return reply
        .code(422)
        .page('cohorts/settings', { ...page, version, typed: form.typed, problems, differences: null })
    }
    if (!form.ok) return showAgain(form.problems)
    const change = {
      cohortId,
      version: form.version,
      values: form.values,
      trainerId: request.accountId,
      courses: app.courses,
    }
    const outcome = await changeSettings(app.db, change, app.clock.now())
    if (outcome === 'stored') return reply.redirect(`/cohorts/${cohortId}`, 303)
    if (outcome === 'name_taken') return showAgain({ name: 'cohort.name.taken' })
    const { stored: now, ...newest } = await settingsPage(cohortId, request)
    const { typed } = form
    const shown = (field: SettingsField, value = '') => {
      if (field === 'confidential') return request.t(value ? 'settings.yes' : 'settings.no')
      return [...newest.courses, ...newest.spoken].find((option) => option.value === value)?.label ?? value
    }
    const differences = settingsFields
      .filter((field) => (field !== 'course' || newest.courses.length > 0) && typed[field] !== now[field])
      .map((field) => ({ field, typed: shown(field, typed[field]), stored: shown(field, now[field]) }))
    return reply.code(409).page('cohorts/settings', { ...newest, typed, problems: {}, differences })
  })
}
