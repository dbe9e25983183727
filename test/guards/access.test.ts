import Fastify from 'fastify'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { guardAccess } from '../../server/platform/web/access.ts'
import { checkOrigin } from '../../server/platform/web/origin.ts'
import { publicUrl } from '../support/app.ts'
import type { Page } from '../support/browser.ts'
import { everybody, type Role, roles, type World } from '../support/everybody.ts'
import { isForPrograms, rowOf, whoMay } from './access-table.ts'

let world: World
beforeAll(async () => {
  world = await everybody()
}, 60_000)

const isOpen = ({ status, location }: Page) =>
  status !== 404 && status !== 403 && status < 500 && !location?.startsWith('/sign-in')

const isRefused = (role: Role, { status, location, words }: Page) =>
  role === 'visitor'
    ? status === 303 && location?.startsWith('/sign-in')
    : status === 404 && words.includes('There is no such page here')

test('every route has its row, and every row its route', () => {
  expect(world.app.app.routes.map(rowOf).sort()).toEqual(Object.keys(whoMay).sort())
})

test.each(roles)('what the %s may use is open, and nothing else is there', async (role) => {
  let browser = await world.as(role)
  const wrong: string[] = []
  for (const route of world.app.app.routes) {
    const row = rowOf(route)
    const address = world.addressOf(route.url)
    const answer = route.method === 'GET' ? await browser.get(address) : await browser.post(address)
    const may = whoMay[row]?.includes(role)
    if (!(may ? isOpen(answer) : isRefused(role, answer)))
      wrong.push(`${row}: ${answer.status} ${answer.location ?? ''}`)
    // Some forms sign somebody else in, or out.
    if (route.method === 'POST' && route.access === 'anyone') browser = await world.as(role)
  }
  expect(wrong).toEqual([])
})

test('a form that does not come from our own pages changes nothing, whoever sends it', async () => {
  const { app } = world
  const tables = ['accounts', 'sessions', 'enrolments', 'lesson_completions', 'attempts', 'responses', 'credentials']
  const counts = async () => {
    const found: Record<string, unknown> = {}
    for (const table of [...tables, 'cohorts', 'cohort_members', 'programmes', 'role_grants', 'audit_events'])
      found[table] = (
        await sql`select count(*) as n, max(xmin::text) as last from ${sql.table(table)}`.execute(app.db)
      ).rows
    return found
  }
  const everywhere = { official: await world.as('official'), administrator: await world.as('administrator') }
  const before = await counts()
  const wrong: string[] = []
  const origins = ['https://evil.example', publicUrl.replace('http:', 'https:'), `${publicUrl}:81`, 'null', '']
  const senders: Record<string, string>[] = [
    ...origins.map((origin) => ({ origin })),
    {},
    { referer: 'https://evil.example/form' },
    { referer: 'no address at all' },
  ]
  for (const { method, url } of app.app.routes)
    for (const [role, browser] of method === 'POST' ? Object.entries(everywhere) : [])
      for (const sender of senders) {
        const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const { statusCode } = await app.app.inject({
          method: 'POST',
          url: world.addressOf(url),
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...sender },
        })
        const refused = isForPrograms(url) ? statusCode === 400 || statusCode === 401 : statusCode === 403
        if (!refused) wrong.push(`${url} from ${JSON.stringify(sender)} as ${role}: ${statusCode}`)
      }
  expect(wrong).toEqual([])
  expect(await counts()).toEqual(before)
})

test('requests from anywhere count at the addresses for programs alone', () => {
  const app = Fastify()
  checkOrigin(app, [])
  const config = { access: 'learner', fromAnywhere: true } as const
  expect(() => app.post('/wallet', { config }, async () => '')).toThrow('must be open to anyone')
  const posts = world.app.app.routes.filter(({ method, url }) => method === 'POST' && isForPrograms(url))
  expect(posts.map(({ url }) => url)).toEqual(['/wallet/token', '/wallet/credential'])
})

test('a route that does not say who may use it stops the program', () => {
  const app = Fastify()
  guardAccess(app, async () => null)
  expect(() => app.get('/forgotten', async () => 'open to all')).toThrow('GET /forgotten does not say who may use it')
})
