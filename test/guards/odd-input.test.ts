import { beforeAll, expect, test } from 'vitest'
import { publicUrl } from '../support/app.ts'
import type { TestBrowser } from '../support/browser.ts'
import { everybody, type Role, roles, type World } from '../support/everybody.ts'
import { isForPrograms, rowOf, whoMay } from './access-table.ts'
import { type Body, fields, oddBodies, oddParts, oddQueries } from './odd-values.ts'

// The router names the addresses and the views name the fields. Whatever comes of what is odd, it is no fault of ours.

let world: World
const browsers = new Map<Role, TestBrowser>()
beforeAll(async () => {
  world = await everybody()
  for (const role of roles) {
    const browser = await world.as(role)
    browser.cookies.set('lang', 'fr')
    browsers.set(role, browser)
  }
}, 60_000)

/** Somebody with an account who may use a route, and before them the visitor where everybody may. */
const askersOf = (row: string) => {
  const may = roles.filter((role) => whoMay[row]?.includes(role))
  return may.slice(0, may.includes('visitor') ? 2 : 1)
}

/** What may end a session comes last: it would make a visitor of whoever asks next. */
const ends = (url: string) => url.includes(':secret') || url === '/sign-out'
const routesOf = (method: string) =>
  world.app.app.routes
    .filter((route) => route.method === method)
    .sort((one, other) => Number(ends(one.url)) - Number(ends(other.url)))

/** A route's addresses in this world, with each of its parts in turn replaced by something odd. */
const oddAddresses = (url: string) =>
  [...url.matchAll(/:\w+/g)].flatMap(([name]) => oddParts.map((part) => world.addressOf(url.replace(name, part))))

/** A file takes long to make and looks at no question but the language's. */
const queriesFor = (url: string) =>
  /\.(pdf|png|svg|zip|xlsx)$/.test(url)
    ? oddQueries.filter((query, index) => index % 10 === 0 || /^lang/.test(query))
    : oddQueries

let hosts = 0
async function send(role: Role, method: string, url: string, body?: Body) {
  const cookie = [...(browsers.get(role)?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  hosts += 1 // each from a host of its own, so that none is told to wait
  const answer = await world.app.app.inject({
    method: method as 'GET', // any method that a stranger may think of
    url,
    remoteAddress: `10.9.${hosts >> 8}.${hosts & 255}`,
    headers: { origin: publicUrl, cookie, accept: 'text/html', ...(body && { 'content-type': body.type }) },
    ...(body && { payload: body.payload }),
  })
  const { location, 'content-type': type } = answer.headers
  return { status: answer.statusCode, text: answer.body, type: String(type), location: String(location ?? '') }
}
type Answer = Awaited<ReturnType<typeof send>>

const isPageInFrench = ({ type, text }: Answer) => type.startsWith('text/html') && text.includes('<html lang="fr"')
const isAStandardsWord = ({ type, text }: Answer) =>
  type.startsWith('application/json') && /^\{("error":"[a-z_]+")?\}$/.test(text)
/** A fault, a refusal that is no page in the reader's language, or a way to the door for who is inside. */
const isWrong = (answer: Answer, address: string) =>
  answer.status >= 500 ||
  (answer.status >= 400 && !isPageInFrench(answer) && !(isForPrograms(address) && isAStandardsWord(answer))) ||
  answer.location.startsWith('/sign-in')

test('no address with odd parts or odd questions is answered with a fault', async () => {
  const wrong: string[] = []
  const seen = new Set<number>()
  for (const { method, url } of routesOf('GET'))
    for (const role of askersOf(rowOf({ method, url }))) {
      const asked = queriesFor(url).map((query) => `${world.addressOf(url)}?${query}`)
      for (const address of [...oddAddresses(url), ...asked]) {
        const answer = await send(role, 'GET', address)
        seen.add(answer.status)
        if (isWrong(answer, address)) wrong.push(`${answer.status} ${address} as ${role}`)
      }
    }
  expect(wrong).toEqual([])
  expect([200, 400, 404, 410].filter((status) => !seen.has(status))).toEqual([])
}, 60_000)

test('no form with odd fields, and nothing that is sent in its place, is answered with a fault', async () => {
  const quiz = world.app.courses.get('before-the-table').activities.find(({ slug }) => slug === 'setting')
  const items = quiz?.kind === 'quiz' ? quiz.items.map(({ id }) => id) : []
  expect(items.length).toBeGreaterThan(3)
  const bodies = oddBodies([...fields, ...items])
  const plain = { type: 'application/x-www-form-urlencoded', payload: 'a=b' }
  const wrong: string[] = []
  const seen = new Set<number>()
  for (const { method, url } of routesOf('POST'))
    for (const role of askersOf(rowOf({ method, url }))) {
      const sent: [string, Body][] = [
        ...oddAddresses(url).map((address): [string, Body] => [address, plain]),
        ...bodies.map((body): [string, Body] => [world.addressOf(url), body]),
      ]
      for (const [address, body] of sent) {
        const answer = await send(role, 'POST', address, body)
        seen.add(answer.status)
        if (isWrong(answer, address) && !(ends(url) && answer.status === 303))
          wrong.push(`${answer.status} ${address} as ${role}: ${body.type} ${body.payload.toString().slice(0, 60)}`)
      }
    }
  expect(wrong).toEqual([])
  expect([303, 400, 404, 410, 415, 422].filter((status) => !seen.has(status))).toEqual([])
}, 60_000)

test('no method that a route does not know is answered with a fault, and HEAD is answered as GET', async () => {
  const wrong: string[] = []
  for (const { method, url } of world.app.app.routes) {
    const address = world.addressOf(url)
    for (const other of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      if (world.app.app.routes.some((route) => route.method === other && route.url === url)) continue
      const answer = await send('visitor', other, address)
      if (answer.status < 400 || isWrong(answer, address)) wrong.push(`${answer.status} ${other} ${address}`)
    }
    if (method !== 'GET') continue
    const [head, get] = [await send('visitor', 'HEAD', address), await send('visitor', 'GET', address)]
    if (head.status !== get.status || head.text !== '') wrong.push(`${head.status} HEAD ${address}, GET ${get.status}`)
  }
  expect(wrong).toEqual([])
}, 60_000)
