import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { listSessions } from '../../cohorts/attendance/queries.ts'
import { cohortFileName } from '../../cohorts/file-name.ts'
import { getCohort } from '../../cohorts/queries.ts'
import { getClosing, listClosingPeople } from '../queries.ts'
import { handoverOf } from './handover.ts'
import { handoverPdf } from './handover-pdf.ts'
import { handoverWorkbook } from './handover-workbook.ts'

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const oneCohort = { config: { access: 'trainer' as const }, schema: { params } }
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What the institution is given of a cohort, on paper and as a workbook. */
export const handoverRoutes: FastifyPluginAsyncTypebox = async (app) => {
  async function loadHandover(cohortId: string, trainerId: string, extension: 'pdf' | 'xlsx') {
    const now = app.clock.now()
    const cohort = await getCohort(app.db, cohortId, trainerId)
    const course = app.courses.get(cohort.course)
    const closing = await getClosing(app.db, cohort, now)
    const sessions = await listSessions(app.db, cohort.id)
    const members = await listClosingPeople(app.db, cohort)
    const name = cohortFileName(cohort, { what: 'handover', extension }, now)
    return { name, handover: handoverOf({ cohort, closing, sessions, members }, course, now) }
  }

  app.get('/cohorts/:cohortId/handover.pdf', oneCohort, async (request, reply) => {
    const { name, handover } = await loadHandover(request.params.cohortId, request.accountId, 'pdf')
    const pdf = await handoverPdf(handover, app.config.issuer)
    return sendAs(reply, name).type('application/pdf').send(pdf)
  })

  app.get('/cohorts/:cohortId/handover.xlsx', oneCohort, async (request, reply) => {
    const { name, handover } = await loadHandover(request.params.cohortId, request.accountId, 'xlsx')
    return sendAs(reply, name).type(spreadsheet).send(handoverWorkbook(handover))
  })
}

const sendAs = (reply: FastifyReply, name: string): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'private, no-cache')
