import { expect, test } from 'vitest'
import { nightlyWork } from '../../server/nightly-work.ts'
import { startApp } from '../support/app.ts'
import { testDatabase } from '../support/database.ts'

test('at night expired sessions and old links go, and what still counts stays', async () => {
  const { app, givenPerson, visitor, db, clock } = await startApp()
  const { email } = await givenPerson()
  await visitor().post('/password-reset', { email })
  const rows = async () => [
    (await db.selectFrom('sessions').select('account_id').execute()).length,
    (await db.selectFrom('account_links').select('purpose').execute()).length,
  ]
  const { courses, mail, config } = app
  const services = { database: await testDatabase(), clock, courses, mail, config }
  await nightlyWork(services)
  expect(await rows()).toEqual([1, 1])
  // Sessions are dated by the machine's clock, which is Lucia's.
  clock.set(new Date(Date.now() + 31 * 86_400_000))
  await nightlyWork(services)
  expect(await rows()).toEqual([0, 0])
})
