import { resolve } from 'node:path'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import { passwordRoutes } from './accounts/password-routes.ts'
import { profileRoutes } from './accounts/profile-routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { createSessions } from './accounts/sessions.ts'
import { timeZoneRoutes } from './accounts/time-zone-routes.ts'
import { oneProgrammeRoutes } from './admin/one-programme-routes.ts'
import { peopleRoutes } from './admin/people-routes.ts'
import { programmeRoutes } from './admin/programme-routes.ts'
import { adminRoutes } from './admin/routes.ts'
import { attemptLogRoutes } from './assessment/attempts/routes.ts'
import { itemAnalysisRoutes } from './assessment/items/routes.ts'
import { markingRoutes } from './assessment/marking/routes.ts'
import { secondMarkRoutes } from './assessment/marking/second-mark-routes.ts'
import { regradeRoutes } from './assessment/regrades/routes.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import type { IssuerKeys } from './certificates/badge/issuer-keys.ts'
import { issuerRoutes } from './certificates/badge/issuer-routes.ts'
import { badgeRoutes } from './certificates/badge/routes.ts'
import type { DocumentKeys } from './certificates/document-keys.ts'
import { holderRoutes } from './certificates/holder/routes.ts'
import { offlineRoutes } from './certificates/offline/routes.ts'
import { renewalRoutes } from './certificates/renewal/routes.ts'
import { certificateRoutes } from './certificates/routes.ts'
import { anyStandingRoutes } from './certificates/standing/admin-routes.ts'
import { standingRoutes } from './certificates/standing/routes.ts'
import { fileVerificationRoutes } from './certificates/upload/routes.ts'
import { verificationRoutes } from './certificates/verification-routes.ts'
import { walletRoutes } from './certificates/wallet/routes.ts'
import { walletProtocolRoutes } from './certificates/wallet/wallet-routes.ts'
import { bundleRoutes } from './closing/certificates/bundle-routes.ts'
import { handoverRoutes } from './closing/handover/routes.ts'
import { reopeningRoutes } from './closing/reopening-routes.ts'
import { closingRoutes } from './closing/routes.ts'
import { attendRoutes } from './cohorts/attendance/attend-routes.ts'
import { sessionRoutes } from './cohorts/attendance/routes.ts'
import { calendarRoutes } from './cohorts/calendar/routes.ts'
import { reportedPostRoutes } from './cohorts/discussion/reported/routes.ts'
import { discussionRoutes } from './cohorts/discussion/routes.ts'
import { followingRoutes } from './cohorts/following/routes.ts'
import { gradebookRoutes } from './cohorts/gradebook/routes.ts'
import { joinRoutes } from './cohorts/joining/routes.ts'
import { learnersCohortRoutes } from './cohorts/learning/routes.ts'
import { messageRoutes } from './cohorts/messages/routes.ts'
import { cohortPersonRoutes } from './cohorts/people/routes.ts'
import { invitationRoutes } from './cohorts/roster/invitation-routes.ts'
import { invitedRoutes } from './cohorts/roster/invited/routes.ts'
import { rosterRoutes } from './cohorts/roster/routes.ts'
import { cohortRoutes } from './cohorts/routes.ts'
import { posterRoutes } from './cohorts/settings/poster-routes.ts'
import { cohortSettingsRoutes } from './cohorts/settings/routes.ts'
import { cohortTrainerRoutes } from './cohorts/settings/trainers/routes.ts'
import { waitingRoutes } from './cohorts/settings/waiting/routes.ts'
import { stuckRoutes } from './cohorts/stuck/routes.ts'
import { namingRoutes } from './cohorts/teams/naming/routes.ts'
import { teamRoutes } from './cohorts/teams/routes.ts'
import type { Config } from './config.ts'
import { enrolmentRoutes } from './enrolments/routes.ts'
import { lessonRoutes } from './lessons/routes.ts'
import { navigation } from './navigation.ts'
import type { Clock } from './platform/clock.ts'
import type { Db } from './platform/data/database.ts'
import { guardAccess } from './platform/web/access.ts'
import { type Assets, compressPages, loadAssets } from './platform/web/assets.ts'
import { answerErrors } from './platform/web/error-pages.ts'
import { readableUrl, refuseUnreadable, sendSecurityHeaders } from './platform/web/headers.ts'
import { healthRoutes } from './platform/web/health.ts'
import { limits } from './platform/web/limits.ts'
import { checkOrigin } from './platform/web/origin.ts'
import { serveViews } from './platform/web/page-reply.ts'
import { chooseLanguage } from './platform/web/request-language.ts'
import type { Jobs } from './platform/work/jobs.ts'
import type { Mail } from './platform/work/mail.ts'
import './platform/web/services.ts'
import { quizRoutes } from './quizzes/routes.ts'
import { reportRoutes } from './reports/routes.ts'

export type Services = {
  config: Config
  db: Db
  courses: Catalogue
  jobs: Jobs
  mail: Mail
  clock: Clock
  issuerKeys: IssuerKeys
  documentKeys: DocumentKeys
}

const root = resolve(import.meta.dirname, '..')
/** Compressed once a process, however many apps it makes. */
let assets: Assets | undefined

/** The whole web application: what every request passes, then the features, in the order of their layers. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { config, db, clock } = services
  const https = config.publicUrl.startsWith('https:')
  const app = Fastify({
    logger: { level: config.logLevel },
    trustProxy: config.trustProxy,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: limits.paramCharacters },
    ajv: { customOptions: { coerceTypes: true, removeAdditional: false } },
    rewriteUrl: readableUrl,
  })
  app.decorate('config', config).decorate('db', db).decorate('clock', clock).decorate('courses', services.courses)
  app.decorate('jobs', services.jobs).decorate('mail', services.mail).decorate('issuerKeys', services.issuerKeys)
  const { issuerKeys, documentKeys } = services
  app.decorate('seals', { publicUrl: config.publicUrl, issuerKeys, documentKeys })
  const sessions = createSessions(db, { secure: https, clock })
  app.decorate('sessions', sessions)

  await app.register(cookie)
  await app.register(formbody, { bodyLimit: limits.bodyBytes })
  await app.register(rateLimit, { global: false })
  sendSecurityHeaders(app, https)
  refuseUnreadable(app)
  checkOrigin(app, config.origins)
  guardAccess(app, (request, reply) => sessions.find(request, reply))
  chooseLanguage(app, https)

  assets ??= loadAssets(resolve(root, 'public'))
  serveViews(app, { viewsDir: resolve(root, 'views'), production: config.production, assets, navigation })
  compressPages(app)
  answerErrors(app, () => clock.now())
  assets.serve(app)

  app.register(healthRoutes)
  app.register(catalogueRoutes)
  app.register(accountRoutes)
  app.register(passwordRoutes)
  app.register(profileRoutes)
  app.register(timeZoneRoutes)
  app.register(enrolmentRoutes)
  app.register(lessonRoutes)
  app.register(quizRoutes)
  app.register(cohortRoutes)
  app.register(cohortPersonRoutes)
  app.register(stuckRoutes)
  app.register(gradebookRoutes)
  app.register(learnersCohortRoutes)
  app.register(messageRoutes)
  app.register(discussionRoutes)
  app.register(reportedPostRoutes)
  app.register(joinRoutes)
  app.register(cohortSettingsRoutes)
  app.register(cohortTrainerRoutes)
  app.register(followingRoutes)
  app.register(waitingRoutes)
  app.register(posterRoutes)
  app.register(sessionRoutes)
  app.register(attendRoutes)
  app.register(calendarRoutes)
  app.register(rosterRoutes)
  app.register(invitationRoutes)
  app.register(invitedRoutes)
  app.register(teamRoutes)
  app.register(namingRoutes)
  app.register(itemAnalysisRoutes)
  app.register(markingRoutes)
  app.register(secondMarkRoutes)
  app.register(attemptLogRoutes)
  app.register(regradeRoutes)
  app.register(certificateRoutes)
  app.register(renewalRoutes)
  app.register(holderRoutes)
  app.register(verificationRoutes)
  app.register(fileVerificationRoutes)
  app.register(offlineRoutes)
  app.register(standingRoutes)
  app.register(anyStandingRoutes)
  app.register(badgeRoutes)
  app.register(issuerRoutes)
  app.register(walletRoutes)
  app.register(walletProtocolRoutes)
  app.register(closingRoutes)
  app.register(handoverRoutes)
  app.register(bundleRoutes)
  app.register(reopeningRoutes)
  app.register(reportRoutes)
  app.register(adminRoutes)
  app.register(peopleRoutes)
  app.register(programmeRoutes)
  app.register(oneProgrammeRoutes)
  await app.ready()
  return app
}
