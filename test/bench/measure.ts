import { request } from 'node:http'
import autocannon from 'autocannon'

const connections = 20
const warmUpSeconds = 1
/** As a browser asks: a page that is not compressed is not what people get. */
const asBrowser = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' }

/** Requests per second of one address, after a second to warm up. */
export async function measureSpeed(url: string, seconds: number, cookie = ''): Promise<number> {
  const headers = { ...asBrowser, ...(cookie ? { cookie } : {}) }
  await autocannon({ url, connections, duration: warmUpSeconds, headers })
  const result = await autocannon({ url, connections, duration: seconds, headers })
  const failed = result.non2xx + result.errors
  if (failed > 0) throw new Error(`${url} answered ${failed} requests with something other than its page.`)
  return result.requests.total / result.duration
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
