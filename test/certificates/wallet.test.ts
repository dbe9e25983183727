import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { nightlyWork } from '../../server/nightly-work.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl, startApp } from '../support/app.ts'
import type { Person } from '../support/givens.ts'
import { badgeFile, readByJose, strangersVerdict } from './badge-reader.ts'
import { corrected, givenIssued } from './cohort-holders.ts'
import { foreignWallet } from './foreign-wallet.ts'
import { givenCertificate, givenEarner } from './holders.ts'

const minute = 60_000
const grant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const [jwt, ldp] = ['open_badge_jwt', 'open_badge_ldp']

async function givenHolder() {
  const app = await startApp()
  const amina = await givenEarner(app, { name: 'Amina Darwe' })
  const code = await givenCertificate(amina)
  const page = `/certificates/${code}/wallet`
  return { app, amina, code, page, ...askers(app.app), offer: () => linkOn(amina, page) }
}

/** Asks for an offer and gives the link that the page shows. */
async function linkOn(person: Person, page: string): Promise<string> {
  const { text } = await person.post(page)
  return /href="(openid-credential-offer:[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
}
const secretOf = (link: string) => decodeURIComponent(link).split('/').at(-1) ?? ''

/** What programs send, as plainly as a program can. */
function askers(app: Awaited<ReturnType<typeof startApp>>['app']) {
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

test('a wallet that is not ours follows the link, and what it keeps is the badge as it is downloaded', async () => {
  const { app, code, offer } = await givenHolder()
  const wallet = foreignWallet(app)
  const accepted = await wallet.accept(await offer())
  expect(accepted.credentialOffer).toMatchObject({
    credential_issuer: app.origin,
    credential_configuration_ids: [jwt, ldp],
  })
  expect(accepted.issuerMetadata.originalDraftVersion).toBe('V1')
  expect(accepted.token).toMatchObject({ token_type: 'Bearer', expires_in: 600 })

  const asFile = JSON.parse((await badgeFile(app, code, 'json')).text)
  const kept = await wallet.collect(accepted, ldp)
  expect(kept.credentials).toEqual([{ credential: asFile }])
  expect(await strangersVerdict(app, asFile)).toMatchObject({ verified: true })

  const asJwt = await wallet.collect(accepted, jwt)
  expect(asJwt.credentials).toEqual([{ credential: (await badgeFile(app, code, 'jwt')).text }])
  const [held] = asJwt.credentials as [{ credential: string }]
  const { payload } = await readByJose(app, held.credential, app.clock.now())
  expect(payload).toMatchObject({ jti: `${app.origin}/verify/${code}`, iss: `${app.origin}/issuer` })
  expect(wallet.asked).toEqual([
    'GET /wallet/offers/:secret',
    'GET /.well-known/openid-credential-issuer',
    'GET /.well-known/oauth-authorization-server',
    'POST /wallet/token',
    'POST /wallet/credential',
    'POST /wallet/credential',
  ])
})

test('a wallet of before version 1.0 asks by format and reads the single badge', async () => {
  const { app, code, offer } = await givenHolder()
  const wallet = foreignWallet(app)
  const accepted = await wallet.accept(await offer())
  const before = true
  const asFile = JSON.parse((await badgeFile(app, code, 'json')).text)
  expect(await wallet.collect(accepted, ldp, before)).toMatchObject({ credential: asFile })
  const asJwt = await wallet.collect(accepted, jwt, before)
  expect(asJwt.credential).toBe((await badgeFile(app, code, 'jwt')).text)
})

test('what we publish says both forms, names us in both languages, and asks for no key', async () => {
  const { send, app } = await givenHolder()
  const issuer = await send('GET', '/.well-known/openid-credential-issuer', { origin: 'https://wallet.example' })
  const { credential_configurations_supported: configurations, ...rest } = issuer.body
  expect(rest).toEqual({
    credential_issuer: publicUrl,
    credential_endpoint: `${publicUrl}/wallet/credential`,
    display: ['en', 'fr'].map((locale) => ({
      name: 'Third Pillar',
      logo: { uri: `${publicUrl}/favicon.svg`, alt_text: 'Third Pillar' },
      locale,
    })),
  })
  expect(configurations).toMatchObject({
    [jwt]: {
      format: 'jwt_vc_json',
      credential_signing_alg_values_supported: ['EdDSA'],
      credential_definition: { type: ['VerifiableCredential', 'OpenBadgeCredential'] },
    },
    [ldp]: {
      format: 'ldp_vc',
      credential_signing_alg_values_supported: ['eddsa-rdfc-2022'],
      credential_metadata: {
        display: [
          { name: 'Training certificate', locale: 'en' },
          { name: 'Certificat de formation', locale: 'fr' },
        ],
      },
    },
  })
  const badge = JSON.parse((await badgeFile(app, (await codeIn(app)) ?? '', 'json')).text)
  expect(configurations[ldp].credential_definition).toEqual({ '@context': badge['@context'], type: badge.type })
  for (const form of [jwt, ldp]) {
    expect(configurations[form]).not.toHaveProperty('cryptographic_binding_methods_supported')
    expect(configurations[form]).not.toHaveProperty('proof_types_supported')
    // Each claim that is named stands in the badge.
    for (const { path } of configurations[form].credential_metadata.claims)
      expect(path.reduce((part: never, step: string | number) => part[step], badge as never)).toEqual(
        expect.any(String),
      )
  }
  expect(issuer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' })
  expect((await send('GET', '/.well-known/oauth-authorization-server')).body).toEqual({
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/wallet/token`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: [grant],
    authorization_details_types_supported: ['openid_credential'],
    'pre-authorized_grant_anonymous_access_supported': true,
  })
})

test('an offer is good once, and its token as long as a line needs to mend', async () => {
  const { offer, exchange, ask, send, app } = await givenHolder()
  const secret = secretOf(await offer())
  const { body, headers } = await exchange(secret)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache', 'access-control-allow-origin': '*' })
  expect(await exchange(secret)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  expect(await send('GET', `/wallet/offers/${secret}`)).toMatchObject({
    status: 404,
    body: { error: 'invalid_request' },
  })
  for (const _ of ['the answer was lost', 'and comes']) expect((await ask(body.access_token)).status).toBe(200)
  app.clock.pass(limits.walletTokenMinutes * minute)
  const late = await ask(body.access_token)
  expect(late).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  expect(late.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
})

test('of two wallets that come at once with one offer, one gets the badge', async () => {
  const { offer, exchange } = await givenHolder()
  const secret = secretOf(await offer())
  const answers = await Promise.all([exchange(secret), exchange(secret), exchange(secret)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
})

test('an offer is over after ten minutes, and ends when a new one is made', async () => {
  const { offer, exchange, ask, app } = await givenHolder()
  const first = secretOf(await offer())
  const token = (await exchange(first)).body.access_token
  const second = secretOf(await offer())
  expect(second).not.toBe(first)
  expect((await ask(token)).body).toEqual({ error: 'invalid_token' })
  app.clock.pass(limits.walletOfferMinutes * minute - 1)
  const third = secretOf(await offer())
  expect((await exchange(second)).body).toEqual({ error: 'invalid_grant' })
  app.clock.pass(limits.walletOfferMinutes * minute)
  expect((await exchange(third)).body).toEqual({ error: 'invalid_grant' })
})

test('two presses at once leave one offer, and only hashes are kept', async () => {
  const { offer, exchange, app } = await givenHolder()
  const secrets = (await Promise.all([offer(), offer()])).map(secretOf)
  const rows = await app.db.selectFrom('wallet_offers').selectAll().execute()
  expect(rows).toHaveLength(1)
  for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret)
  const answers = [await exchange(secrets[0] ?? ''), await exchange(secrets[1] ?? '')]
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
})

test('somebody else’s certificate is offered to nobody, and one that is not there neither', async () => {
  const { page, app } = await givenHolder()
  const habib = await app.givenPerson()
  for (const address of [page, '/certificates/TP-0000-0000-0000-0/wallet', '/certificates/x/wallet']) {
    expect((await habib.get(address)).status).toBe(404)
    expect((await habib.post(address)).status).toBe(404)
  }
  expect((await app.visitor().post(page)).location).toMatch(/^\/sign-in/)
  expect(await app.db.selectFrom('wallet_offers').selectAll().execute()).toEqual([])
})

test('a revoked certificate is offered no more, and what was offered before leads to nothing', async () => {
  const { offer, exchange, ask, app, amina, page, send } = await givenHolder()
  const taken = (await exchange(secretOf(await offer()))).body.access_token
  await app.db
    .updateTable('credentials')
    .set({ revoked_at: app.clock.now(), revocation_reason: 'issued_in_error' })
    .execute()
  expect(await ask(taken)).toMatchObject({ status: 400, body: { error: 'credential_request_denied' } })
  expect((await amina.post(page)).status).toBe(409)
  const shown = await amina.get(page)
  expect(shown.words).toContain('This certificate was revoked')
  expect(shown.text).not.toContain(`action="${page}"`)
  for (const other of [page.replace('wallet', 'sharing'), '/certificates'])
    expect((await amina.get(other)).text).not.toContain(page)

  // Of an offer that waited when it was revoked.
  await app.db.updateTable('credentials').set({ revoked_at: null, revocation_reason: null }).execute()
  const waiting = secretOf(await offer())
  await app.db
    .updateTable('credentials')
    .set({ revoked_at: app.clock.now(), revocation_reason: 'issued_in_error' })
    .execute()
  expect((await send('GET', `/wallet/offers/${waiting}`)).status).toBe(404)
  expect((await exchange(waiting)).body).toEqual({ error: 'invalid_grant' })
})

test('a corrected certificate takes the place of the one that was offered', async () => {
  const { app, trainer, givenHolder: givenCohortHolder, codesOf } = await givenIssued()
  const holder = await givenCohortHolder()
  const { exchange, ask } = askers(app.app)
  const first = await linkOn(holder, `/certificates/${holder.code}/wallet`)
  const { access_token: token } = (await exchange(secretOf(first))).body
  expect((await trainer.post(`${holder.at}/correction`, corrected)).status).toBe(303)
  expect((await ask(token)).body).toEqual({ error: 'credential_request_denied' })
  expect((await holder.post(`/certificates/${holder.code}/wallet`)).status).toBe(404)
  const [code = ''] = await codesOf(holder)
  const fresh = (await exchange(secretOf(await linkOn(holder, `/certificates/${code}/wallet`)))).body
  const { body } = await ask(fresh.access_token)
  expect(body.credentials[0].credential.id).toBe(`${app.origin}/verify/${code}`)
})

test('who has left takes offers and tokens along', async () => {
  const { offer, exchange, ask, app, amina } = await givenHolder()
  const { access_token: token } = (await exchange(secretOf(await offer()))).body
  await app.db.deleteFrom('accounts').where('id', '=', amina.id).execute()
  expect((await ask(token)).body).toEqual({ error: 'invalid_token' })
  expect(await app.db.selectFrom('wallet_offers').selectAll().execute()).toEqual([])
})

test('the night takes away what nobody can use', async () => {
  const { offer, exchange, app } = await givenHolder()
  const left = () => app.db.selectFrom('wallet_offers').selectAll().execute()
  const night = async () => {
    const { db, clock, courses } = app
    const database = { db, tidy: async () => {} } as never // all of it that this night needs
    await nightlyWork({ database, clock, courses, mail: app.app.mail, config: app.app.config })
  }
  const secret = secretOf(await offer())
  app.clock.pass(limits.walletOfferMinutes * minute - 1)
  await exchange(secret)
  app.clock.pass(1)
  await night()
  expect(await left()).toHaveLength(1) // its token is good still
  app.clock.pass(limits.walletTokenMinutes * minute)
  await night()
  expect(await left()).toEqual([])
})

test('a request for a token that is none is told why in the standard’s words', async () => {
  const { offer, send, exchange, form } = await givenHolder()
  const secret = secretOf(await offer())
  const details = (value: unknown) => ({ authorization_details: JSON.stringify(value) })
  const type = 'openid_credential'
  for (const [more, error] of [
    [{ grant_type: 'authorization_code' }, 'unsupported_grant_type'],
    [{ grant_type: '' }, 'invalid_request'],
    [{ 'pre-authorized_code': '' }, 'invalid_request'],
    [{ tx_code: '1234' }, 'invalid_request'],
    [{ 'pre-authorized_code': 'x'.repeat(5000) }, 'invalid_grant'],
    [{ 'pre-authorized_code': 'كود' }, 'invalid_grant'],
    [{ authorization_details: '{' }, 'invalid_authorization_details'],
    [details([]), 'invalid_authorization_details'],
    [details([null]), 'invalid_authorization_details'],
    [details([{ type, credential_configuration_id: '__proto__' }]), 'invalid_authorization_details'],
    [details([{ type: 'payment', credential_configuration_id: jwt }]), 'invalid_authorization_details'],
  ] as const)
    expect(await exchange(secret, more), JSON.stringify(more)).toMatchObject({ status: 400, body: { error } })
  const twice = `grant_type=${grant}&pre-authorized_code=${secret}&pre-authorized_code=${secret}`
  for (const [headers, payload, status] of [
    [form, twice, 400],
    [form, '', 400],
    [{ 'content-type': 'application/json' }, '{', 400],
    [{ 'content-type': 'application/json' }, 'null', 400],
    [{ 'content-type': 'text/plain' }, 'x', 400],
    [{ 'content-type': 'application/xml' }, '<x/>', 415],
    [form, `a=${'x'.repeat(limits.bodyBytes)}`, 413],
    [form, `grant_type=${grant}&pre-authorized_code=%00`, 400],
  ] as const)
    expect(await send('POST', '/wallet/token', headers, payload), payload.slice(0, 40)).toMatchObject({
      status,
      body: { error: 'invalid_request' },
    })
  // None of it used the offer up; details are answered with the names to ask by.
  const { status, body } = await exchange(secret, details([{ type, credential_configuration_id: jwt }]))
  expect([status, body.authorization_details]).toEqual([
    200,
    [{ type, credential_configuration_id: jwt, credential_identifiers: [jwt] }],
  ])
})

test('a request for a badge that is none is told why in the standard’s words', async () => {
  const { offer, exchange, ask, send } = await givenHolder()
  const { access_token: token } = (await exchange(secretOf(await offer()))).body
  for (const [body, error] of [
    [{}, 'invalid_credential_request'],
    [[], 'invalid_credential_request'],
    [{ credential_configuration_id: 'other' }, 'unknown_credential_configuration'],
    [{ credential_configuration_id: 'constructor' }, 'unknown_credential_configuration'],
    [{ credential_configuration_id: null }, 'invalid_credential_request'],
    [{ credential_configuration_id: [jwt] }, 'invalid_credential_request'],
    [{ credential_identifier: 'other' }, 'unknown_credential_identifier'],
    [{ credential_identifier: jwt, credential_configuration_id: jwt }, 'invalid_credential_request'],
    [{ format: 'mso_mdoc' }, 'unsupported_credential_format'],
    [{ format: { toString: 1 } }, 'unsupported_credential_format'],
    [{ credential_configuration_id: jwt, credential_response_encryption: {} }, 'invalid_encryption_parameters'],
  ] as const)
    expect(await ask(token, body), JSON.stringify(body)).toMatchObject({ status: 400, body: { error } })
  const bearer = { authorization: `Bearer ${token}` }
  for (const [type, payload, status] of [
    ['application/json', '{', 400],
    ['application/json', '{"__proto__":{"a":1}}', 400],
    ['application/json', '"x"', 400],
    ['application/json', '{"a":"\\u0000"}', 400],
    ['application/json', `"${'x'.repeat(limits.bodyBytes)}"`, 413],
    ['application/jwt', 'eyJh.eyJh.eyJh', 415],
  ] as const)
    expect(
      await send('POST', '/wallet/credential', { ...bearer, 'content-type': type }, payload),
      payload.slice(0, 40),
    ).toMatchObject({ status, body: { error: 'invalid_credential_request' } })
  for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic eDp5', `Bearer ${token} x`])
    expect(await send('POST', '/wallet/credential', { authorization }, {})).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: {},
    })
  expect(await ask('x'.repeat(3000))).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  // Proofs of a key that nobody asked for are passed over.
  expect(await ask(token, { credential_identifier: jwt, proofs: { jwt: ['a.b.c'] } })).toMatchObject({ status: 200 })
})

test('pages of other sites may ask, for these addresses and no others, and a cookie opens nothing', async () => {
  const { send, app, amina, offer } = await givenHolder()
  const origin = 'https://wallet.example'
  for (const address of ['/wallet/token', '/wallet/credential'])
    expect(await send('OPTIONS', address, { origin, 'access-control-request-method': 'POST' })).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization, content-type',
      },
    })
  const found = await send('GET', `/wallet/offers/${secretOf(await offer())}`, { origin })
  expect(found).toMatchObject({
    status: 200,
    headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' },
  })
  expect(found.headers['access-control-allow-credentials']).toBeUndefined()
  const cookie = [...amina.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  expect((await send('POST', '/wallet/credential', { origin, cookie }, { format: 'ldp_vc' })).status).toBe(401)
  for (const { url } of app.app.routes.filter(({ url: one }) => !/^\/(wallet|issuer|status|\.well-known)/.test(one)))
    if (!url.includes(':'))
      expect((await app.visitor().get(url, { origin })).headers['access-control-allow-origin'], url).toBeUndefined()
})

test('a fault of ours is told to a wallet in one word, and nothing of its inside', async () => {
  const { app, send, exchange } = await givenHolder()
  await sql`alter table wallet_offers rename to mislaid`.execute(app.db)
  try {
    const answers = [await exchange('x'), await send('GET', '/wallet/offers/x')]
    for (const answer of answers) expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } })
    expect(answers.map(({ body }) => Object.keys(body))).toEqual([['error'], ['error']])
  } finally {
    await sql`alter table mislaid rename to wallet_offers`.execute(app.db)
  }
})

test('who tries many codes is slowed down', async () => {
  const { app } = await givenHolder()
  let last = await app.app.inject('/wallet/offers/x')
  for (let tried = 0; tried < limits.verification.max; tried += 1) last = await app.app.inject('/wallet/offers/x')
  expect([last.statusCode, last.json()]).toEqual([429, { error: 'temporarily_unavailable' }])
})

test.each([
  ['en', 'Add to a wallet', 'A wallet is an application', 'Good once, until 2 March 2026', 'Without a wallet'],
  ['fr', 'Ajouter à un portefeuille', 'Un portefeuille est une application', 'Valable une fois', 'Sans portefeuille'],
])(
  'in %s a holder finds the wallet from the list and from the certificate',
  async (language, add, what, until, without) => {
    const { amina, page, code, app } = await givenHolder()
    amina.cookies.set('lang', language)
    expect((await amina.get('/certificates')).text).toContain(`<a href="${page}">${add}</a>`)
    const own = await amina.get(`/certificates/${code}/sharing`)
    expect(own.text).toContain(`action="${page}"`)
    expect(own.words).toContain(what)
    const before = await amina.get(page)
    expect(before.text).toContain(`action="${page}"`)
    for (const words of [add, what, without]) expect(before.words).toContain(words)
    expect(await app.db.selectFrom('wallet_offers').selectAll().execute()).toEqual([])

    const after = await amina.post(page)
    expect([after.status, after.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(after.words).toContain(until)
    expect(after.text).toContain('href="openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fthird-pillar.test')
    expect(after.text).toMatch(/<svg role="img" aria-label="[^"]*QR[^"]*"/)
    expect(after.text).toContain(`href="/certificates/${code}.json"`)
    expect(after.text).toContain(`href="/certificates/${code}/sharing"`)
  },
)

test('what happened is on record: who asked, and that a wallet took it', async () => {
  const { offer, exchange, app, amina } = await givenHolder()
  await exchange(secretOf(await offer()))
  const events = await app.db
    .selectFrom('audit_events')
    .select(['action', 'account_id'])
    .where('action', 'like', '%_wallet')
    .orderBy('id')
    .execute()
  expect(events).toEqual(
    ['certificate.offered_to_wallet', 'certificate.taken_to_wallet'].map((action) => ({
      action,
      account_id: amina.id,
    })),
  )
})

const codeIn = async ({ db }: Awaited<ReturnType<typeof startApp>>) =>
  (await db.selectFrom('credentials').select('code').executeTakeFirst())?.code
