import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type Phrase, titleOf } from '../../catalogue/titles.ts'
import { qrCode } from '../../platform/documents/qr.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { directionOf, interfaceLanguages, type Language, languageNames } from '../../platform/words/languages.ts'
import { type Translate, translator } from '../../platform/words/messages.ts'
import { programmeTitle } from '../programmes/programmes.ts'
import { getCohort } from '../queries.ts'

declare module '../../platform/web/pages.ts' {
  interface Pages {
    'cohorts/poster': {
      poster: {
        id: string
        name: string
        course: Phrase
        programme: Phrase
        place: string
        host_institution: string
        /** From the first day to the last, and the last, in the poster's language as its words are. */
        dates: string
        last_day: string
        join_code: string
        address: string
        qr: ReturnType<typeof qrCode>
        language: Language
        dir: 'ltr' | 'rtl'
        words: Translate
        /** The other languages the poster can be had in. */
        others: { code: Language; name: string }[]
      }
    }
  }
}

const params = Type.Object({ cohortId: Type.String({ format: 'uuid' }) })
const query = Type.Object({ in: Type.Optional(Type.String()) })

/** What hangs in the room, for who has no account yet: in the cohort's language, whoever prints it. */
export const posterRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const onePoster = { config: { access: 'trainer' }, schema: { params, querystring: query } } as const
  app.get('/cohorts/:cohortId/poster', onePoster, async (request, reply) => {
    const cohort = await getCohort(app.db, request.params.cohortId, request.accountId)
    const known = (code: string | undefined) => interfaceLanguages.find((one) => one === code)
    const language = known(request.query.in) ?? known(cohort.language) ?? 'en'
    const words = translator(language)
    const { id, name, place, host_institution, join_code } = cohort
    const [from, to] = [formatDate(cohort.starts_on, language), formatDate(cohort.ends_on, language)]
    const address = `${app.config.publicUrl}/join/${join_code}`
    const poster = {
      ...{ id, name, place, host_institution, join_code, address, language, words },
      course: titleOf(app.courses.get(cohort.course), language),
      programme: programmeTitle(cohort, language),
      dates: words('period.from_to', { from, to }),
      last_day: to,
      qr: qrCode(address),
      dir: directionOf(language),
      others: interfaceLanguages.filter((one) => one !== language).map((code) => ({ code, name: languageNames[code] })),
    }
    return reply.page('cohorts/poster', { poster })
  })
}
