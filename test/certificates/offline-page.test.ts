import { expect, test } from 'vitest'
import { isPng } from '../../server/certificates/badge/png.ts'
import { tokenOf } from '../../server/certificates/token/token.ts'
import { startApp } from '../support/app.ts'
import { givenFile } from './send-file.ts'

test('the camera is for the page that reads codes, and for no other', async () => {
  const app = await startApp()
  const policyOf = async (path: string) => (await app.visitor().get(path)).headers['permissions-policy']
  expect(await policyOf('/verify/offline')).toBe('camera=(self), geolocation=(), microphone=()')
  for (const path of ['/', '/verify', '/verify/TP-0000-0000-0000-0', '/nowhere'])
    expect(await policyOf(path)).toBe('camera=(), geolocation=(), microphone=()')
})

test('its scripts come from us alone, as on every page, and nothing runs that stands in the page', async () => {
  const app = await startApp()
  const page = await app.visitor().get('/verify/offline')
  const policy = String(page.headers['content-security-policy'])
  for (const rule of ["default-src 'none'", "script-src 'self';", "worker-src 'self'", "manifest-src 'self'"])
    expect(policy).toContain(rule)
  expect(policy).not.toContain('unsafe')
  expect(page.text).not.toMatch(/<script(?![^>]* src=)|\son\w+=|style=/)
})

test('it can be put on a home screen in the language of the reader', async () => {
  const { app } = await startApp()
  const manifest = await app.inject('/verify/offline.webmanifest?lang=fr')
  expect(manifest.headers['content-type']).toContain('application/manifest+json')
  expect(manifest.json()).toMatchObject({
    name: 'Vérifier un certificat sans connexion',
    lang: 'fr',
    start_url: '/verify/offline',
    scope: '/verify/',
  })
  const icon = await app.inject(manifest.json().icons[0].src)
  expect(isPng(icon.rawPayload)).toBe(true)
  expect([icon.rawPayload.readUInt32BE(16), icon.rawPayload.readUInt32BE(20)]).toEqual([512, 512])
  const worker = await app.inject('/verify/worker.js')
  expect(worker.headers['content-type']).toContain('text/javascript')
  expect(worker.headers['cache-control']).toBe('no-cache') // and lies below /verify/, so that it answers for nothing else
})

test('the page is found from the one that verifies, in both languages', async () => {
  const visitor = (await startApp()).visitor()
  for (const [language, title] of [
    ['en', 'Check a certificate without a line'],
    ['fr', 'Vérifier un certificat sans connexion'],
  ]) {
    expect((await visitor.get(`/verify?lang=${language}`)).text).toContain('href="/verify/offline"')
    expect((await visitor.get(`/verify/offline?lang=${language}`)).words).toContain(title)
  }
})

test('whoever types or pastes all that a code holds is led to the certificate', async () => {
  const { app, record } = await givenFile()
  const text = `${app.origin}/verify/${record.code}#${tokenOf(record, app.app.issuerKeys)}`
  for (const typed of [text, text.toLowerCase(), ` ${text.replace('#', '\r\n#')} `]) {
    const answer = await app.visitor().get(`/verify?code=${encodeURIComponent(typed)}`)
    expect([answer.status, answer.location]).toEqual([303, `/verify/${record.code}`])
  }
})
