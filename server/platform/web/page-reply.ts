import view from '@fastify/view'
import type { Eta } from 'eta'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { formatDate, formatDateTime } from '../words/dates.ts'
import { formatDeadline } from '../words/deadline.ts'
import { directionOf, languageNames } from '../words/languages.ts'
import type { Translate } from '../words/messages.ts'
import { formatNumber } from '../words/numbers.ts'
import type { SignedIn } from './access.ts'
import type { Assets } from './assets.ts'
import type { NavigationEntry, Shared } from './pages.ts'
import { languagesOf } from './request-language.ts'
import { compileAllTemplates, createEta } from './templates.ts'

const compiled = new Map<string, Eta>()
/** Compiled once a process, however many apps it makes. */
function compiledEta(viewsDir: string): Eta {
  const known = compiled.get(viewsDir)
  if (known) return known
  const eta = createEta(viewsDir, true)
  compileAllTemplates(eta, viewsDir)
  compiled.set(viewsDir, eta)
  return eta
}

type ViewOptions = {
  viewsDir: string
  production: boolean
  assets: Assets
  navigation: (account: SignedIn | null, t: Translate) => NavigationEntry[]
}

/** Gives replies their pages: templates compiled at start, and what every template may use besides its own props. */
export function serveViews(app: FastifyInstance, options: ViewOptions): void {
  const eta = options.production ? compiledEta(options.viewsDir) : createEta(options.viewsDir, false)
  app.register(view, { engine: { eta }, templates: options.viewsDir, production: options.production })

  app.decorateReply('page', function page(name, props) {
    const shared = sharedProps(this.request, options)
    this.header('content-language', shared.language)
    if (!this.hasHeader('cache-control')) this.header('cache-control', 'private, no-cache')
    return this.type('text/html; charset=utf-8').view(`${name}.eta`, { ...shared, shared, ...props })
  })
}

function sharedProps(request: FastifyRequest, options: ViewOptions): Shared {
  const { account, language, t } = request
  const own = account?.timeZone ?? 'UTC'
  const path = request.url.split('?', 1)[0] ?? '/'
  return {
    t,
    language,
    dir: directionOf(language),
    path,
    styles: options.assets.styles,
    script: options.assets.script,
    account: account && { name: account.name },
    nav: options.navigation(account, t),
    languages: languagesOf(request).map((code) => ({
      code,
      name: languageNames[code],
      href: inLanguage(request.url, code),
    })),
    number: (value, digits) => formatNumber(value, language, digits === undefined ? {} : { digits }),
    date: (value, timeZone) => formatDate(value, language, timeZone ?? own),
    dateTime: (value, timeZone) => formatDateTime(value, language, timeZone ?? own),
    deadline: (value, cohortZone) => formatDeadline(value, { language, ownZone: own, cohortZone }),
  }
}

/** The same page in another language, its other questions kept. */
function inLanguage(url: string, language: string): string {
  const [path, query] = url.split('?', 2)
  const params = new URLSearchParams(query)
  params.set('lang', language)
  return `${path}?${params}`
}
