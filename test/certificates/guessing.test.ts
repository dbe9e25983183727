import { expect, test } from 'vitest'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { newSecret } from '../../server/platform/data/ids.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp } from '../support/app.ts'
import { givenCertificate, givenEarner } from './holders.ts'

/** Every address at which anybody may try a code, a secret or a place in a list, and how a program asks there. */
const open: Record<string, { guess: () => string; headers?: Record<string, string> }> = {
  '/verify/:code': { guess: newVerificationCode },
  '/verify/:code as JSON': { guess: newVerificationCode, headers: { accept: 'application/json' } },
  '/certificates/:code.json': { guess: newVerificationCode },
  '/certificates/:code.jwt': { guess: newVerificationCode },
  '/certificates/:code.png': { guess: newVerificationCode },
  '/certificates/:code.svg': { guess: newVerificationCode },
  '/shared/:secret': { guess: newSecret },
  '/shared/:secret.png': { guess: newSecret },
  '/status/:list': { guess: () => `${Math.floor(Math.random() * 1e8) + 1}` },
}
const patternOf = (name: string) => name.split(' ')[0] ?? ''

test.each(Object.entries(open))(
  'who guesses at %s is told to wait, whatever the guess, and others are not',
  async (name, { guess, headers = {} }) => {
    const app = await startApp()
    const address = (value: string) => patternOf(name).replace(/:(code|secret|list)/, value)
    const ask = (remoteAddress: string, value = guess()) =>
      app.app.inject({ url: address(value), headers, remoteAddress })
    const code = name.includes(':code') ? await givenCertificate(await givenEarner(app)) : null
    for (let tried = 0; tried < limits.verification.max; tried += 1) {
      // A text that cannot be a code counts like one that can.
      const answer = await (tried % 10 === 9 ? ask('192.0.2.1', 'x') : ask('192.0.2.1'))
      expect(answer.statusCode).toBe(404)
    }
    const refused = await ask('192.0.2.1')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    // The right one, too: how the answer differs would tell it.
    if (code) expect((await ask('192.0.2.1', code)).statusCode).toBe(429)
    expect((await ask('192.0.2.2')).statusCode).toBe(404)
  },
)

test('no other address gives anybody an answer about a code or a secret of a certificate', async () => {
  const { app } = await startApp()
  const places = /^\/(verify|certificates|shared|status)\b.*:/
  const found = app.routes.filter(({ access, url }) => access === 'anyone' && places.test(url))
  expect(found.map(({ url }) => url.replaceAll('::', ':')).sort()).toEqual(
    [...new Set(Object.keys(open).map(patternOf))].sort(),
  )
})

test('the form that takes a code looks nothing up: it goes on to an address that counts', async () => {
  const { app } = await startApp()
  for (let tried = 0; tried <= limits.verification.max; tried += 1) {
    const code = newVerificationCode()
    const { statusCode, headers } = await app.inject(`/verify?code=${code}`)
    expect([statusCode, headers.location]).toEqual([303, `/verify/${code}`])
  }
})

test('to who is signed in, somebody else’s certificate and one that is not there look the same', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const other = await app.givenPerson()
  for (const address of ['.pdf', '/sharing']) {
    const theirs = await other.get(`/certificates/${code}${address}`)
    const nobodys = await other.get(`/certificates/${newVerificationCode()}${address}`)
    expect(theirs.status).toBe(404)
    expect(theirs.words).toBe(nobodys.words)
    expect(Object.keys(theirs.headers)).toEqual(Object.keys(nobodys.headers))
  }
})
