import type { FastifyInstance, InjectOptions } from 'fastify'

export type Page = {
  status: number
  text: string
  /** The text a person reads: tags gone, white space folded. */
  words: string
  location: string | null
  headers: Record<string, string | string[] | number | undefined>
}
export type Form = Record<string, string | string[]>
export type TestBrowser = {
  get(path: string, headers?: Record<string, string>): Promise<Page>
  post(path: string, form?: Form, headers?: Record<string, string>): Promise<Page>
  /** Follows redirects as a browser does, up to ten. */
  open(path: string): Promise<Page>
  submit(path: string, form?: Form): Promise<Page>
  cookies: Map<string, string>
}

let hosts = 0

/** A browser without scripts: keeps cookies, names its origin, comes from an address of its own. */
export function createBrowser(app: FastifyInstance, origin: string): TestBrowser {
  const cookies = new Map<string, string>()
  hosts += 1
  const remoteAddress = `10.${(hosts >> 16) & 255}.${(hosts >> 8) & 255}.${hosts & 255}`

  async function send(options: InjectOptions): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      host: new URL(origin).host,
      accept: 'text/html',
      ...(cookie ? { cookie } : {}),
      ...options.headers,
    }
    const answer = await app.inject({ remoteAddress, ...options, headers })
    for (const { name, value, maxAge } of answer.cookies) {
      if (value === '' || maxAge === 0) cookies.delete(name)
      else cookies.set(name, value)
    }
    const { location } = answer.headers
    return {
      status: answer.statusCode,
      text: answer.body,
      words: readable(answer.body),
      location: typeof location === 'string' ? location : null,
      headers: answer.headers,
    }
  }

  const get = (path: string, headers: Record<string, string> = {}) => send({ method: 'GET', url: path, headers })
  const post = (path: string, form: Form = {}, headers: Record<string, string> = {}) =>
    send({
      method: 'POST',
      url: path,
      payload: encode(form),
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  async function follow(page: Page): Promise<Page> {
    let last = page
    for (let hops = 0; last.location && hops < 10; hops += 1) last = await get(last.location)
    return last
  }
  return {
    get,
    post,
    cookies,
    open: async (path) => follow(await get(path)),
    submit: async (path, form) => follow(await post(path, form)),
  }
}

function encode(form: Form): string {
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) fields.append(name, one)
  return fields.toString()
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const readable = (html: string): string =>
  html
    .replaceAll(/<(script|style|svg)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:])/g, '$1')
    .trim()
