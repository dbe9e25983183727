import multipart from '@fastify/multipart'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readTableFile, type TableProblem } from '../../platform/documents/table-file.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { hasEnded } from '../period.ts'
import { getCohort } from '../queries.ts'
import { carry, readCarried } from './carried-lines.ts'
import { checkLine } from './check-line.ts'
import type { RequiredColumn } from './columns.ts'
import { invitePeople } from './invite-people.ts'
import { mendingTable } from './mending-table.ts'
import { outcomesOf, toInvite } from './outcomes.ts'
import { type PreviewPage, previewPage } from './preview.ts'
import { listKnownAddresses } from './queries.ts'
import { type RosterLine, readRoster } from './read-roster.ts'
import { readUpload } from './upload.ts'
import { type LettersDue, lettersJob, writeLetters } from './write-letters.ts'

export type RosterProblem =
  | TableProblem
  | { kind: 'no_people' | 'nothing_sent' }
  | { kind: 'columns'; missing: RequiredColumn[] }
declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/roster': {
      cohort: CohortSummary
      problem: RosterProblem | null
      most: { lines: number; megabytes: number }
    }
    'cohorts/roster-preview': { cohort: CohortSummary; preview: PreviewPage; rows: string }
  }
}

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const oneCohort = { config: { access: 'trainer' }, schema: { params } } as const
/** What carries a whole list in a form. */
const carrying = { ...oneCohort, bodyLimit: limits.rosterFormBytes }
const most = { lines: limits.tableLines, megabytes: limits.tableBytes / 1024 ** 2 }

/** From a list of people to their invitations: nothing is stored before the trainer has seen what would happen. */
export const rosterRoutes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(multipart, { throwFileSizeLimit: false })

  const openCohort = async (id: string, trainerId: string) => {
    const cohort = await getCohort(app.db, id, trainerId)
    if (hasEnded(cohort, app.clock.now())) throw new Conflict('cohort_ended')
    return cohort
  }
  const previewsOf = async (lines: readonly RosterLine[], cohortId: string) => {
    const emails = lines.flatMap((line) => {
      const checked = checkLine(line)
      return 'person' in checked ? [checked.person.email] : []
    })
    return outcomesOf(lines, await listKnownAddresses(app.db, cohortId, emails), app.clock.now())
  }

  app.get('/cohorts/:cohortId/roster', oneCohort, async (request, reply) => {
    const cohort = await openCohort(request.params.cohortId, request.accountId)
    const summary = summaryOf(cohort, app.courses, request.language, app.clock.now())
    return reply.page('cohorts/roster', { cohort: summary, problem: null, most })
  })

  app.post('/cohorts/:cohortId/roster', oneCohort, async (request, reply) => {
    const cohort = await openCohort(request.params.cohortId, request.accountId)
    const summary = summaryOf(cohort, app.courses, request.language, app.clock.now())
    const read = await readSent()
    if ('problem' in read)
      return reply.code(422).page('cohorts/roster', { cohort: summary, problem: read.problem, most })
    const preview = previewPage(await previewsOf(read.lines, cohort.id), request.language)
    return reply.page('cohorts/roster-preview', { cohort: summary, preview, rows: carry(read.lines) })

    async function readSent(): Promise<{ lines: RosterLine[] } | { problem: RosterProblem }> {
      const { bytes, tooLarge } = await readUpload(request)
      if (tooLarge) return { problem: { kind: 'too_large' } }
      const table = await readTableFile(bytes)
      if (!table.ok) return table
      const roster = readRoster(table.rows, request.language)
      if (roster.ok) return roster
      return { problem: roster.missing ? { kind: 'columns', missing: roster.missing } : { kind: 'no_people' } }
    }
  })

  app.post('/cohorts/:cohortId/roster/mending', carrying, async (request, reply) => {
    const cohort = await openCohort(request.params.cohortId, request.accountId)
    const lines = readCarried(request.body)
    if (lines.length === 0) {
      const summary = summaryOf(cohort, app.courses, request.language, app.clock.now())
      return reply.code(422).page('cohorts/roster', { cohort: summary, problem: { kind: 'nothing_sent' }, most })
    }
    reply.header('content-disposition', `attachment; filename="${request.t('roster.mending_file')}.csv"`)
    return reply.type('text/csv; charset=utf-8').send(mendingTable(lines, request.t))
  })

  app.post('/cohorts/:cohortId/invitations', carrying, async (request, reply) => {
    const cohort = await openCohort(request.params.cohortId, request.accountId)
    const lines = readCarried(request.body)
    if (lines.length === 0) {
      const summary = summaryOf(cohort, app.courses, request.language, app.clock.now())
      return reply.code(422).page('cohorts/roster', { cohort: summary, problem: { kind: 'nothing_sent' }, most })
    }
    const people = toInvite(await previewsOf(lines, cohort.id))
    const inviting = { cohort, trainerId: request.accountId, jobs: app.jobs }
    const sent = await invitePeople(app.db, inviting, people, app.clock.now())
    return reply.redirect(`/cohorts/${cohort.id}/invitations?sent=${sent}`, 303)
  })

  app.jobs.define<LettersDue>(lettersJob, (due) => {
    const { db, courses, mail, config, clock } = app
    return writeLetters({ db, courses, mail, publicUrl: config.publicUrl }, due, clock.now())
  })
}
