import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { publicUrl } from '../support/app.ts'
import type { TestBrowser } from '../support/browser.ts'
import { everybody, type Role, roles, type World } from '../support/everybody.ts'
import { rowOf, whoMay } from './access-table.ts'

// The router names the addresses, the views name the fields; here is what nobody sends by mistake. Whatever comes of it,
// it is never a fault of ours.

let world: World
beforeAll(async () => {
  world = await everybody()
}, 60_000)

const nobodysId = '00000000-0000-4000-8000-000000000000'
const oddParts = [
  ...['x', '-1', '__proto__', 'constructor', 'toString', nobodysId, nobodysId.toUpperCase(), '9'.repeat(30)],
  ...['%20', '%2e%2e', '..%2f..%2fpackage.json', '%00', '%ff', '%ED%A0%80', '%E0%A4%A', '%', '%25', '%F0%9F%92%A9'],
  ...["1'or'1'='1", 'x'.repeat(190), 'x'.repeat(300), '%D9%83%D9%88%D8%AF', 'a%0d%0ab%3Ac', '%e2%80%ae'],
]
const oddQueries = [
  ...['page=-1', 'page=0', 'page=1e9', 'page=99999999999999999999', 'page=NaN', 'page=', 'page=1&page=2', 'page[]=1'],
  ...['search=%25_%5C', 'search=%ff', 'search=a&search=b', `search=${'x'.repeat(5000)}`, 'role=emperor', 'role=%27'],
  ...['next=//evil.example', 'next=%5C%5Cevil', 'next=a&next=b', 'lang=__proto__', 'lang=en&lang=fr', 'lang=%ED%A0%80'],
  ...['__proto__=x', 'constructor=x', '=', '%', '&&&', '%00=x', 'programme=x', 'code=%20', 'saved=', 'unclear=yes'],
]

const root = resolve(import.meta.dirname, '../..')
const views = globSync('views/**/*.eta', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
const fields = [
  ...new Set(views.flatMap((view) => [...view.matchAll(/\bname[=:] ?['"]([\w-]+)['"]/g)].map(([, name = '']) => name))),
]
const items = () =>
  world.app.courses
    .list()
    .flatMap(({ activities }) =>
      activities.flatMap((one) => (one.kind === 'quiz' ? one.items.map(({ id }) => id) : [])),
    )
const oddValues = [
  ...['', ' ', '-1', '1,2,3', '1e999', '9'.repeat(400), '2026-02-30', '0000-00-00', '99999-01-01', '\u202e', '\ud800'],
  ...['__proto__', 'x'.repeat(20_000), '﷽'.repeat(300), "'; drop table accounts; --", '<script>', '{n}', '\r\nBcc: x'],
  ...[nobodysId, 'a@b.example\nx', '😀'.repeat(120)],
]
type Body = { type: string; payload: string | Buffer }
const form = 'application/x-www-form-urlencoded'

function oddBodies(): Body[] {
  const names = [...fields, ...items()]
  // What a browser would send, and what it would not: half a surrogate pair goes out as its three bytes.
  const encoded = (text: string) => (text === '\ud800' ? '%ED%A0%80' : encodeURIComponent(text))
  const forms = [
    ...oddValues.map((value) =>
      names
        .map((name) => `${name}=${encoded(value)}`)
        .join('&')
        .slice(0, 250_000),
    ),
    names.map((name) => `${name}=a&${name}=b`).join('&'),
    names.map((name) => `${name}[]=a&${name}[x]=b&${name}.x=c`).join('&'),
    '__proto__=x&constructor=y&toString=z&hasOwnProperty=w&__proto__=v',
    Array.from({ length: 30_000 }, (_, n) => `f${n}=`)
      .join('&')
      .slice(0, 250_000),
    ...['&&&=&=&', '%', '%ff=%fe', '%00=x', 'x=%00'],
  ].map((payload) => ({ type: form, payload }))
  const nested = (value: string) => `{${names.map((name) => `"${name}":${value}`).join(',')}}`
  const json = [
    'null',
    '[]',
    '17',
    '"x"',
    '{',
    '{"__proto__":{"a":1}}',
    nested('{"a":[1]}'),
    nested('17'),
    nested('null'),
  ]
  return [
    ...forms,
    ...json.map((payload) => ({ type: 'application/json', payload })),
    { type: form, payload: Buffer.from([0x6e, 0x3d, 0xff, 0xfe, 0xed, 0xa0, 0x80]) },
    ...['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'nonsense', ''].map((type) => ({
      type,
      payload: 'name=x',
    })),
  ]
}

/** Two who may use a route, if there are two: the visitor, and somebody with an account. */
const askers = (row: string): Role[] => {
  const may = roles.filter((role) => whoMay[row]?.includes(role))
  return [...new Set([...may.slice(0, 1), ...may.slice(1, 2)])]
}

async function send(browser: TestBrowser, method: string, url: string, body?: Body) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await world.app.app.inject({
    method: method as 'GET', // any method that a stranger may think of
    url,
    remoteAddress: `10.9.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`,
    headers: { origin: publicUrl, cookie, accept: 'text/html', ...(body ? { 'content-type': body.type } : {}) },
    ...(body ? { payload: body.payload } : {}),
  })
  return { status: answer.statusCode, text: answer.body, type: String(answer.headers['content-type'] ?? '') }
}

/** A fault of ours, or a refusal that is not a page in the reader's language. */
const isWrong = ({ status, text, type }: Awaited<ReturnType<typeof send>>) =>
  status >= 500 || (status >= 400 && !(type.startsWith('text/html') && text.includes('<html lang="fr" dir="ltr">')))

async function asOneWhoReadsFrench(role: Role): Promise<TestBrowser> {
  const browser = await world.as(role)
  browser.cookies.set('lang', 'fr')
  return browser
}

test('no address with odd parts or odd questions is answered with a fault', async () => {
  const wrong: string[] = []
  for (const role of roles) {
    const browser = await asOneWhoReadsFrench(role)
    for (const route of world.app.app.routes) {
      if (route.method !== 'GET' || !askers(rowOf(route)).includes(role)) continue
      const places = [...route.url.matchAll(/:\w+/g)].map(([name]) => name)
      const addresses = [
        ...places.flatMap((name) => oddParts.map((part) => world.addressOf(route.url.replace(name, part)))),
        ...oddQueries.map((query) => `${world.addressOf(route.url)}?${query}`),
      ]
      for (const address of addresses) {
        const answer = await send(browser, 'GET', address)
        if (isWrong(answer)) wrong.push(`${answer.status} GET ${address} as ${role}`)
      }
    }
  }
  expect(wrong).toEqual([])
}, 120_000)

test('no form with odd fields, and nothing else that is sent in its place, is answered with a fault', async () => {
  const wrong: string[] = []
  const bodies = oddBodies()
  for (const role of roles) {
    let browser = await asOneWhoReadsFrench(role)
    for (const route of world.app.app.routes) {
      if (route.method !== 'POST' || !askers(rowOf(route)).includes(role)) continue
      for (const body of bodies) {
        const answer = await send(browser, 'POST', world.addressOf(route.url), body)
        if (isWrong(answer))
          wrong.push(
            `${answer.status} POST ${route.url} as ${role}: ${body.type} ${body.payload.toString().slice(0, 60)}`,
          )
        if (route.access === 'anyone' || route.url === '/account') browser = await asOneWhoReadsFrench(role)
      }
      const places = [...route.url.matchAll(/:\w+/g)].map(([name]) => name)
      for (const address of places.flatMap((name) =>
        oddParts.map((part) => world.addressOf(route.url.replace(name, part))),
      )) {
        const answer = await send(browser, 'POST', address, { type: form, payload: 'a=b' })
        if (isWrong(answer)) wrong.push(`${answer.status} POST ${address} as ${role}`)
      }
    }
  }
  expect(wrong).toEqual([])
}, 120_000)

test('no method that a route does not know is answered with a fault, and HEAD is as GET', async () => {
  const wrong: string[] = []
  const browser = await asOneWhoReadsFrench('official')
  for (const { method, url } of world.app.app.routes) {
    const address = world.addressOf(url)
    for (const other of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const answer = await send(browser, other, address)
      if (answer.status < 400 || isWrong(answer)) wrong.push(`${answer.status} ${other} ${address}`)
    }
    if (method !== 'GET') continue
    const [head, get] = [await send(browser, 'HEAD', address), await send(browser, 'GET', address)]
    if (head.status !== get.status || head.text !== '') wrong.push(`${head.status} HEAD ${address}, GET ${get.status}`)
  }
  expect(wrong).toEqual([])
}, 60_000)
