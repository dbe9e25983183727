import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl } from '../support/app.ts'
import { badgeFile } from './badge-reader.ts'
import { givenWalletHolder, grant, jwt, ldp, secretOf } from './wallet-holders.ts'

test('what we publish says both forms, names us in both languages, and asks for no key', async () => {
  const { send, app, code } = await givenWalletHolder()
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
  const badge = JSON.parse((await badgeFile(app, code, 'json')).text)
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

test('a request for a token that is none is told why in the standard’s words', async () => {
  const { offer, send, exchange, form } = await givenWalletHolder()
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
  const { offer, exchange, ask, send } = await givenWalletHolder()
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
  const { send, app, amina, offer } = await givenWalletHolder()
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
  const { app, send, exchange } = await givenWalletHolder()
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
  const { app } = await givenWalletHolder()
  let last = await app.app.inject('/wallet/offers/x')
  for (let tried = 0; tried < limits.verification.max; tried += 1) last = await app.app.inject('/wallet/offers/x')
  expect([last.statusCode, last.json()]).toEqual([429, { error: 'temporarily_unavailable' }])
})
