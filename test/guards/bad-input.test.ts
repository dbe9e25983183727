import { connect } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicUrl } from '../support/app.ts'
import { everybody, type World } from '../support/everybody.ts'

let world: World
beforeAll(async () => {
  world = await everybody()
  await world.app.app.listen({ host: '127.0.0.1', port: 0 })
}, 60_000)
afterAll(() => world.app.app.close())

async function rowCounts() {
  const { rows } = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(world.app.db)
  const counts: Record<string, number> = {}
  for (const { name } of rows.filter(({ name }) => name !== 'sessions')) {
    const { rows: found } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(world.app.db)
    counts[name] = found[0]?.n ?? 0
  }
  return counts
}

const course = '/courses/before-the-table'
type Send = { method?: 'GET' | 'POST'; url: string; payload?: string | Buffer; headers?: Record<string, string> }
const form = 'application/x-www-form-urlencoded'
const post = (url: string, payload: string | Buffer, type = form): Send => ({
  method: 'POST',
  url,
  payload,
  headers: { 'content-type': type },
})

// What is sent, and the answer: never 500, nothing stored.
const sent: [string, number, Send][] = [
  ['a wrong password', 422, post('/sign-in', 'email=nobody@mines.example&password=wrong+password')],
  ['a sign-up without anything', 422, post('/sign-up', '')],
  ['a field that comes twice', 422, post('/sign-up', 'email=a@b.example&email=c@d.example&name=x&name=y')],
  ['a body of 10 MB', 413, post('/sign-up', `name=${'x'.repeat(10_000_000)}`)],
  ['JSON for a form', 422, post('/sign-up', '{"name":["x"]}', 'application/json')],
  ['broken JSON', 400, post('/sign-up', '{"name":', 'application/json')],
  ['a file for a form', 415, post('/sign-up', 'PK\u0003\u0004', 'application/zip')],
  ['a NUL byte in a field', 400, post('/sign-in', 'email=a%00b@mines.example&password=x')],
  ['a NUL byte in a name of a field', 400, post('/sign-in', 'em%00ail=x')],
  ['a NUL byte in the path', 400, { url: '/courses/%00' }],
  ['a NUL byte in the query', 400, { url: '/sign-in?next=%00' }],
  ['a path that is not UTF-8', 400, { url: '/courses/%ff' }],
  ['a broken percent sign', 400, { url: '/courses/%E0%A4%A' }],
  ['form fields that are not UTF-8', 422, post('/sign-up', Buffer.from('name=%ff%fe&email=%ED%A0%80'))],
  ['a course named after an object’s own parts', 404, { url: '/courses/__proto__' }],
  ['a course named constructor', 404, { url: '/courses/constructor' }],
  ['a lesson named toString', 404, { url: `${course}/lessons/toString` }],
  ['a very long path', 400, { url: `/courses/${'x'.repeat(5000)}` }],
  ['a very long query', 200, { url: `/sign-in?next=${'x'.repeat(5000)}` }],
  ['an attempt id that is no id', 404, { url: '/attempts/17' }],
  ['an attempt id that nobody has', 404, { url: '/attempts/00000000-0000-4000-8000-000000000000' }],
  [
    'answers to an attempt that nobody has',
    404,
    post('/attempts/00000000-0000-4000-8000-000000000000/responses', 'a=b'),
  ],
  ['a cohort id that is no id', 404, { url: "/cohorts/1'or'1'='1" }],
  ['a certificate code that is none', 404, { url: '/verify/TP-0000-0000-0000-0' }],
  ['a certificate code of another alphabet', 404, { url: `/verify/${encodeURIComponent('كود')}` }],
  ['a join code that is none', 404, { url: '/join/0000-0000' }],
  ['a confirmation link that is used or made up', 410, post(`/confirmation/${'a'.repeat(43)}`, '')],
  ['a password link that is used or made up', 410, { url: `/password-reset/${'a'.repeat(43)}` }],
  ['a link that is no link', 404, { url: '/confirmation/x' }],
  ['a page that is not there', 404, { url: '/nowhere' }],
  ['a method that nothing answers', 404, { ...post('/courses', ''), method: 'POST' }],
  ['a cookie that cannot be decoded', 200, { url: '/', headers: { cookie: 'sid=%' } }],
  ['a session that nobody has', 303, { url: '/learning', headers: { cookie: `sid=${'a'.repeat(40)}` } }],
  ['a cookie of 8 kB', 303, { url: '/learning', headers: { cookie: `sid=${'a'.repeat(8000)}` } }],
  ['a language that nobody speaks', 200, { url: '/?lang=klingon&lang=fr' }],
  ['an Accept-Language of nonsense', 200, { url: '/', headers: { 'accept-language': ';;q=,*;q=2,\u00e9' } }],
]
const asAdministrator: [string, number, Send][] = [
  ['page -1 of a list', 400, { url: '/admin/people?page=-1' }],
  ['page one and a half', 400, { url: '/admin/people?page=1.5' }],
  ['a page far behind the last', 200, { url: '/admin/people?page=99999' }],
  ['a search for everything that a pattern means', 200, { url: '/admin/people?search=%25_%5C%27' }],
  ['a person id that is no id', 404, { url: '/admin/people/me' }],
  ['a role that there is not', 422, post('/admin/people/:accountId/grants', 'role=emperor')],
  [
    'a programme that ends before it starts',
    422,
    post('/admin/programmes', 'title_en=A&title_fr=B&funder=C&starts_on=2026-02-01&ends_on=2026-01-01'),
  ],
  [
    'a day that there is not',
    422,
    post('/admin/programmes', 'title_en=A&title_fr=B&funder=C&starts_on=2026-02-30&ends_on=2026-03-01'),
  ],
]

test.each([
  ...sent.map(([what, status, send]) => [what, status, send, 'visitor or learner'] as const),
  ...asAdministrator.map(([what, status, send]) => [what, status, send, 'administrator'] as const),
])('%s is answered with %i and changes nothing', async (_, status, { headers, url, ...send }, who) => {
  const before = await rowCounts()
  const isForVisitors = /^\/(sign-|confirmation|password-reset|learning|\?|$)/.test(url)
  const browser = await world.as(who === 'administrator' ? 'administrator' : isForVisitors ? 'visitor' : 'trainer')
  for (const language of ['en', 'fr']) {
    const cookies = new Map([...browser.cookies, ['lang', language]])
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await world.app.app.inject({
      method: 'GET',
      ...send,
      url: url.includes(':accountId') ? world.addressOf(url) : url,
      headers: { origin: publicUrl, cookie, ...headers },
    })
    expect(answer.statusCode).toBe(status)
    if (status === 303) continue
    expect(answer.headers['content-type']).toContain('text/html')
    if (!headers?.cookie && !url.includes('lang=')) expect(answer.body).toContain(`<html lang="${language}"`)
    expect(answer.body).toContain('</html>')
  }
  expect(await rowCounts()).toEqual(before)
})

test.each([
  ['a request line that is no HTTP', 'HELLO\r\n\r\n'],
  ['headers of 40 kB', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`],
  ['a body whose length is a lie', `POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n`],
])('%s is refused and the server goes on', async (_, bytes) => {
  const address = world.app.app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server does not listen')
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(address.port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/)
  expect((await world.app.visitor().get('/healthz')).status).toBe(200)
})
