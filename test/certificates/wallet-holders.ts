import { startApp } from '../support/app.ts'
import type { Person } from '../support/givens.ts'
import { givenCertificate, givenEarner } from './holders.ts'

export const grant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
export const [jwt, ldp] = ['open_badge_jwt', 'open_badge_ldp']

export async function givenWalletHolder() {
  const app = await startApp()
  const amina = await givenEarner(app, { name: 'Amina Darwe' })
  const code = await givenCertificate(amina)
  const page = `/certificates/${code}/wallet`
  return { app, amina, code, page, ...askers(app.app), offer: () => linkOn(amina, page) }
}

/** Asks for an offer and gives the link that the page shows. */
export async function linkOn(person: Person, page: string): Promise<string> {
  const { text } = await person.post(page)
  return /href="(openid-credential-offer:[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
}
export const secretOf = (link: string) => decodeURIComponent(link).split('/').at(-1) ?? ''

/** What programs send, as plainly as a program can. */
export function askers(app: Awaited<ReturnType<typeof startApp>>['app']) {
  let hosts = 0
  async function send(method: 'GET' | 'POST' | 'OPTIONS', url: string, headers = {}, payload?: string | object) {
    hosts += 1 // each from a host of its own, so that none is told to wait
    const remoteAddress = `10.7.${hosts >> 8}.${hosts & 255}`
    const answer = await app.inject({ method, url, headers, remoteAddress, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, headers: answer.headers, body: answer.payload && JSON.parse(answer.payload) }
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const exchange = (secret: string, more = {}) =>
    send(
      'POST',
      '/wallet/token',
      form,
      new URLSearchParams({ grant_type: grant, 'pre-authorized_code': secret, ...more }).toString(),
    )
  const ask = (token: string, body: object = { credential_configuration_id: ldp }) =>
    send('POST', '/wallet/credential', { authorization: `Bearer ${token}` }, body)
  return { send, exchange, ask, form }
}
