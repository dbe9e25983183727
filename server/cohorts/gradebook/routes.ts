import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type FileValue, workbookStream } from '../../platform/documents/workbook-stream.ts'
import { Conflict } from '../../platform/web/errors.ts'
import { type CohortSummary, summaryOf } from '../cohort-summary.ts'
import { cohortFileName } from '../file-name.ts'
import { getCohort } from '../queries.ts'
import type { Cell } from './cell.ts'
import { readCursor } from './cursor.ts'

import { fileHeadings, fileValues, listBatches } from './file-rows.ts'
import { activityStates, readFilter, sorts } from './filter.ts'
import { csvChunks } from './gradebook-csv.ts'
import { type GradebookPage, gradebookPage, pageLength } from './gradebook-page.ts'
import { listGradebook, listInstitutions } from './queries.ts'
import { progressKinds } from './row.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/gradebook': {
      cohort: CohortSummary
      page: GradebookPage
      /** Then there is no file of it. */
      confidential: boolean
      choices: { standing: typeof progressKinds; state: typeof activityStates; sort: typeof sorts }
    }
  }
  interface Partials {
    'cohorts/gradebook-cell': { cell: Cell }
  }
}

const trainer = { access: 'trainer' } as const
const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A cohort's learners and the activities of its course in one table: as a page, and as files with the same numbers. */
export const gradebookRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const oneCohort = { config: trainer, schema: { params } }

  async function loadGradebook({ cohortId }: { cohortId: string }, request: FastifyRequest) {
    const cohort = await getCohort(app.db, cohortId, request.accountId)
    const course = app.courses.get(cohort.course)
    const institutions = await listInstitutions(app.db, cohort.id)
    return { cohort, course, institutions, filter: readFilter(request.query, course, institutions) }
  }

  app.get('/cohorts/:cohortId/gradebook', oneCohort, async (request, reply) => {
    const { cohort, course, institutions, filter } = await loadGradebook(request.params, request)
    const place = readCursor(cursorIn(request.query), filter.sort)
    const members = await listGradebook(app.db, cohort, { course, filter, place, limit: pageLength + 1 })
    return reply.page('cohorts/gradebook', {
      cohort: summaryOf(cohort, app.courses, request.language, app.clock.now()),
      page: gradebookPage(course, cohort, { filter, place, members, institutions }, request.language),
      confidential: cohort.confidential,
      choices: { standing: progressKinds, state: activityStates, sort: sorts },
    })
  })

  async function loadTable(params: { cohortId: string }, request: FastifyRequest, extension: 'csv' | 'xlsx') {
    const { cohort, course, filter } = await loadGradebook(params, request)
    if (cohort.confidential) throw new Conflict('cohort_confidential') // a file leaves the house
    const { language, t } = request
    async function* batches(): AsyncGenerator<FileValue[][]> {
      for await (const rows of listBatches(app.db, cohort, course, filter)) yield rows.map((row) => fileValues(row, t))
    }
    const name = cohortFileName(cohort, { what: 'gradebook', extension }, app.clock.now())
    return { name, title: cohort.name, headings: fileHeadings(course, language, t), batches: batches() }
  }

  app.get('/cohorts/:cohortId/gradebook.csv', oneCohort, async (request, reply) => {
    const { name, headings, batches } = await loadTable(request.params, request, 'csv')
    const text = Readable.from(csvChunks(headings, batches))
    sendAs(reply, name).type('text/csv; charset=utf-8').header('vary', 'accept-encoding, cookie')
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(text)
    return reply.header('content-encoding', 'gzip').send(packed(text))
  })

  app.get('/cohorts/:cohortId/gradebook.xlsx', oneCohort, async (request, reply) => {
    const { name, title, headings, batches } = await loadTable(request.params, request, 'xlsx')
    const workbook = workbookStream([{ name: title, headings, widths: [28, 28, 14], batches }])
    return sendAs(reply, name).type(spreadsheet).send(workbook)
  })
}

const cursorIn = (query: unknown): unknown =>
  typeof query === 'object' && query !== null && 'cursor' in query ? query.cursor : undefined

const sendAs = (reply: FastifyReply, name: string): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-cache')

function packed(text: Readable): Readable {
  const gzip = createGzip({ level: 4 })
  text.once('error', (error) => gzip.destroy(error))
  gzip.once('close', () => text.destroy()) // who goes away ends the reading too
  return text.pipe(gzip)
}
