import { expect, test } from 'vitest'
import { nightlyWork } from '../../server/nightly-work.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { badgeFile, readByJose, strangersVerdict } from './badge-reader.ts'
import { corrected, givenIssued } from './cohort-holders.ts'
import { foreignWallet } from './foreign-wallet.ts'
import { askers, givenWalletHolder, jwt, ldp, linkOn, secretOf } from './wallet-holders.ts'

const minute = 60_000

test('a wallet that is not ours follows the link, and what it keeps is the badge as it is downloaded', async () => {
  const { app, code, offer } = await givenWalletHolder()
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
  const { app, code, offer } = await givenWalletHolder()
  const wallet = foreignWallet(app)
  const accepted = await wallet.accept(await offer())
  const before = true
  const asFile = JSON.parse((await badgeFile(app, code, 'json')).text)
  expect(await wallet.collect(accepted, ldp, before)).toMatchObject({ credential: asFile })
  const asJwt = await wallet.collect(accepted, jwt, before)
  expect(asJwt.credential).toBe((await badgeFile(app, code, 'jwt')).text)
})

test('an offer is good once, and its token as long as a line needs to mend', async () => {
  const { offer, exchange, ask, send, app } = await givenWalletHolder()
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
  const { offer, exchange } = await givenWalletHolder()
  const secret = secretOf(await offer())
  const answers = await Promise.all([exchange(secret), exchange(secret), exchange(secret)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
})

test('an offer is over after ten minutes, and ends when a new one is made', async () => {
  const { offer, exchange, ask, app } = await givenWalletHolder()
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
  const { offer, exchange, app } = await givenWalletHolder()
  const secrets = (await Promise.all([offer(), offer()])).map(secretOf)
  const rows = await app.db.selectFrom('wallet_offers').selectAll().execute()
  expect(rows).toHaveLength(1)
  for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret)
  const answers = [await exchange(secrets[0] ?? ''), await exchange(secrets[1] ?? '')]
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
})

test('somebody else’s certificate is offered to nobody, and one that is not there neither', async () => {
  const { page, app } = await givenWalletHolder()
  const habib = await app.givenPerson()
  for (const address of [page, '/certificates/TP-0000-0000-0000-0/wallet', '/certificates/x/wallet']) {
    expect((await habib.get(address)).status).toBe(404)
    expect((await habib.post(address)).status).toBe(404)
  }
  expect((await app.visitor().post(page)).location).toMatch(/^\/sign-in/)
  expect(await app.db.selectFrom('wallet_offers').selectAll().execute()).toEqual([])
})

test('a revoked certificate is offered no more, and what was offered before leads to nothing', async () => {
  const { offer, exchange, ask, app, amina, page, send } = await givenWalletHolder()
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
  const { app, trainer, givenHolder, codesOf } = await givenIssued()
  const holder = await givenHolder()
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
  const { offer, exchange, ask, app, amina } = await givenWalletHolder()
  const { access_token: token } = (await exchange(secretOf(await offer()))).body
  await app.db.deleteFrom('accounts').where('id', '=', amina.id).execute()
  expect((await ask(token)).body).toEqual({ error: 'invalid_token' })
  expect(await app.db.selectFrom('wallet_offers').selectAll().execute()).toEqual([])
})

test('the night takes away what nobody can use', async () => {
  const { offer, exchange, app } = await givenWalletHolder()
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

test.each([
  ['en', 'Add to a wallet', 'A wallet is an application', 'Good once, until 2 March 2026', 'Without a wallet'],
  ['fr', 'Ajouter à un portefeuille', 'Un portefeuille est une application', 'Valable une fois', 'Sans portefeuille'],
])(
  'in %s a holder finds the wallet from the list and from the certificate',
  async (language, add, what, until, without) => {
    const { amina, page, code, app } = await givenWalletHolder()
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
  const { offer, exchange, app, amina } = await givenWalletHolder()
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
