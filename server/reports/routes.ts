import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { programmesOf } from '../platform/web/access.ts'
import { isoDate } from '../platform/words/dates.ts'
import { completionCsv, csvName } from './completion-csv.ts'
import { type CompletionPage, completionPage, type ProgrammeEntry, programmeEntry } from './completion-page.ts'
import { type CompletionReport, completionReport } from './completion-report.ts'
import { type Figure, type Indicator, indicators, measures, smallestGroup } from './indicators.ts'
import { type PublicResults, publicResults } from './public-results.ts'
import { countGroups, countOverall, getProgramme, listProgrammes } from './queries.ts'

declare module '../platform/web/pages.ts' {
  interface Pages {
    'reports/reports': { programmes: ProgrammeEntry[] }
    'reports/completion': { report: CompletionPage; indicators: Indicator[]; limits: Limits }
    'reports/results': { results: PublicResults; indicators: Indicator[]; limits: Limits }
  }
  interface Partials {
    'reports/figure': { figure: Figure }
    'reports/definitions': { indicators: Indicator[]; limits: Limits }
  }
}

/** The numbers that the words of definitions mention. */
type Limits = { smallest: number }
const defined = {
  indicators: measures.map((measure) => indicators[measure]),
  limits: { smallest: smallestGroup },
}

const donor = { access: 'donor' } as const
const params = Type.Object({ programmeId: Type.String({ format: 'uuid' }) })

/** What donors may read of their programmes, and what everybody may read of all of them: counts, never people. */
export const reportRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/reports', { config: donor }, async (request, reply) => {
    const programmes = await listProgrammes(app.db, programmesOf(request.account, 'donor'))
    return reply.page('reports/reports', {
      programmes: programmes.map((programme) => programmeEntry(programme, request.language)),
    })
  })

  async function loadReport(request: FastifyRequest, id: string): Promise<CompletionReport> {
    const programme = await getProgramme(app.db, id, programmesOf(request.account, 'donor'))
    const at = app.clock.now()
    return completionReport(programme, await countGroups(app.db, id), at)
  }

  app.get('/reports/:programmeId', { config: donor, schema: { params } }, async (request, reply) => {
    const report = await loadReport(request, request.params.programmeId)
    return reply.page('reports/completion', { report: completionPage(report, request.language), ...defined })
  })

  app.get('/reports/:programmeId.csv', { config: donor, schema: { params } }, async (request, reply) => {
    const report = await loadReport(request, request.params.programmeId)
    reply.header('content-disposition', `attachment; filename="${csvName(report)}"`)
    reply.header('cache-control', 'private, no-cache')
    return reply.type('text/csv; charset=utf-8').send(completionCsv(report))
  })

  // Everyone may ask, and everyone of all programmes is counted: once an hour is often enough.
  let remembered: PublicResults | null = null
  app.get('/results', { config: { access: 'anyone' } }, async (_request, reply) => {
    const at = app.clock.now()
    if (!remembered || at.getTime() - remembered.at.getTime() >= 3_600_000)
      remembered = publicResults(await countOverall(app.db, isoDate(at)), at)
    return reply.page('reports/results', {
      results: remembered,
      ...defined,
      indicators: remembered.people.map(({ measure }) => indicators[measure]),
    })
  })
}
