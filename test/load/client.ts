export type Kind = 'page' | 'start' | 'save' | 'submission'
export type Answer = { status: number; location: string | null; text: string }
export type Request = { kind: Kind; path: string; form?: [string, string][]; accept?: string }

/** What all learners together were answered: milliseconds from asking to the last byte, and what went wrong. */
export type Tally = { times: Record<Kind, number[]>; errors: string[] }
export const emptyTally = (): Tally => ({ times: { page: [], start: [], save: [], submission: [] }, errors: [] })

export class NotAnswered extends Error {}

const tries = 4
const pauseMs = 500
const patienceMs = 25_000 // as long as the page's script waits

/** One signed-in browser. What is not answered as expected is an error, and asked again a few times, as a person would. */
export function createClient(url: string, cookie: string, tally: Tally, over: AbortSignal) {
  async function once({ kind, path, form, accept = 'text/html' }: Request): Promise<Answer> {
    const began = performance.now()
    const post = form && { method: 'POST', body: new URLSearchParams(form) }
    const answer = await fetch(`${url}${path}`, {
      ...post,
      headers: { cookie, accept, origin: url },
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = await answer.text()
    tally.times[kind].push(performance.now() - began)
    return { status: answer.status, location: answer.headers.get('location'), text }
  }

  return async function ask(request: Request, status: number): Promise<Answer> {
    for (let left = tries; left > 0 && !over.aborted; left -= 1) {
      const answer = await once(request).catch((error: unknown) => ({ status: 0, location: null, text: String(error) }))
      if (answer.status === status) return answer
      const { text } = answer
      tally.errors.push(`${request.kind} ${request.path} was answered ${answer.status}: ${text.slice(0, 200)}`)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    throw new NotAnswered(`${request.kind} ${request.path} was never answered with ${status}`)
  }
}
export type Ask = ReturnType<typeof createClient>
