export type Answer = { status: number; location: string | null; text: string }
export type Visitor = {
  get(path: string): Promise<Answer>
  post(path: string, form?: Record<string, string>, accept?: string): Promise<Answer>
  /** As the header of the next request. */
  cookie(): string
  /** The program is started again at another address; the cookies stay. */
  moveTo(url: string): void
}

/** The line broke before an answer came: whether the program did what was asked is not known. */
export class NoAnswer extends Error {}

/** Somebody with a browser, over a real line. */
export function createVisitor(url: string): Visitor {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  let origin = url

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const headers = { accept: 'text/html', ...(cookies.size > 0 ? { cookie: cookie() } : {}), ...init.headers }
    let answer: Response
    try {
      answer = await fetch(`${origin}${path}`, { ...init, headers, redirect: 'manual' })
    } catch (error) {
      throw new NoAnswer(path, { cause: error })
    }
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2)
      cookies.set(name, value)
    }
    const text = await answer.text().catch(() => '') // the status has arrived: what was asked is acknowledged
    return { status: answer.status, location: answer.headers.get('location'), text }
  }

  return {
    get: (path) => send(path, {}),
    post: (path, form = {}, accept = 'text/html') =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin, accept } }),
    cookie,
    moveTo: (to) => {
      origin = to
    },
  }
}
