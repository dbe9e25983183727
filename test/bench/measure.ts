import { request } from 'node:http'
import autocannon from 'autocannon'

const connections = 20
/** As a browser asks: a page that is not compressed is not what people get. */
const asBrowser = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' }

/** `processor`: what one answer costs the process, in microseconds of all cores; other work on the machine shows less in it. */
export type Speed = { perSecond: number; processor: number }

export const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}

/** How fast one address is answered. The first call for an address is slower than later ones: nothing is warm yet. */
export async function measureSpeed(
  { processor }: { processor(): Promise<number> },
  { url, cookie = '', seconds }: { url: string; cookie?: string; seconds: number },
): Promise<Speed> {
  const headers = { ...asBrowser, ...(cookie ? { cookie } : {}) }
  const before = await processor()
  const result = await autocannon({ url, connections, duration: seconds, headers })
  const failed = result.non2xx + result.errors
  if (failed > 0) throw new Error(`${url} answered ${failed} requests with something other than its page.`)
  const { total } = result.requests
  return { perSecond: total / result.duration, processor: ((await processor()) - before) / total }
}

/** The bytes of one answer's body as they travel; headers not counted. */
export function sizeOf(url: string, cookie = ''): Promise<number> {
  const headers = { ...asBrowser, ...(cookie ? { cookie } : {}) }
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('end', () => resolve(bytes))
    })
    asked.on('error', reject).end()
  })
}
