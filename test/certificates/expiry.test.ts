import { expect, onTestFinished, test, vi } from 'vitest'
import { nightlyWork } from '../../server/nightly-work.ts'
import { monthsAfter } from '../../server/platform/words/dates.ts'
import { publicUrl, startApp } from '../support/app.ts'
import { assessed, assessedCourses, assessedFiles } from '../support/assessment.ts'
import { testDatabase } from '../support/database.ts'
import { givenRenewing, otherCourses, quizAddress } from './renewing.ts'

const lastDays: [issued: string, months: number, last: string][] = [
  ['2026-03-02', 24, '2028-03-02'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
  ['2026-08-31', 1, '2026-09-30'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-31', 12, '2027-01-31'],
]
test.each(lastDays)('issued on %s for %i months, it holds until %s', (issued, months, last) => {
  expect(monthsAfter(issued, months)).toBe(last)
})

/** The holder of a certificate that holds from 2 March to 2 September 2026, and the ways of the nights. */
async function givenHolder(language: 'en' | 'fr' = 'en') {
  const files = assessedFiles()
  const course = files['assessed/course.yaml'].replace('hours: 2', 'hours: 2\nvalid_months: 6')
  const app = await startApp({ courses: assessedCourses({ ...files, 'assessed/course.yaml': course }) })
  const amina = await app.givenPerson({ language })
  await app.finishLessons(amina, assessed)
  await app.passQuiz(amina, assessed, 'final')
  await amina.post(`/courses/${assessed}/certificate`)
  const { code } = await app.db.selectFrom('credentials').select('code').executeTakeFirstOrThrow()
  const { config, courses, mail } = app.app
  const night = async (at: string) => {
    app.clock.set(new Date(at))
    await nightlyWork({ database: await testDatabase(), clock: app.clock, courses, mail, config })
    return (await app.letters()).filter(({ text }) => text.includes(code))
  }
  return { ...app, amina, code, night }
}

test('a course says how long its certificate holds, and the certificate and its public page until when', async () => {
  const { visitor, code, db } = await givenHolder()
  expect((await visitor().get(`/courses/${assessed}`)).words).toContain('The certificate holds for 6 months')
  expect((await visitor().get(`/verify/${code}`)).words).toContain('Valid until 2 September 2026')
  const [issued] = await db.selectFrom('credentials').select(['expires_on', 'record']).execute()
  expect([issued?.expires_on, issued?.record.expires_on]).toEqual(['2026-09-02', '2026-09-02'])
})

test('its holder is told 60 and 14 days before, each once, in their language', async () => {
  const { amina, night } = await givenHolder('fr')
  expect(await night('2026-07-03T03:00:00Z')).toHaveLength(0)
  const [first, ...others] = await night('2026-07-04T03:00:00Z')
  expect([first?.to, others]).toEqual([amina.email, []])
  expect(first?.subject).toContain('est valable jusqu’au 2 septembre 2026')
  expect(await night('2026-07-05T03:00:00Z')).toHaveLength(1)
  expect(await night('2026-08-18T03:00:00Z')).toHaveLength(1)
  expect(await night('2026-08-19T03:00:00Z')).toHaveLength(2)
  expect(await night('2026-09-03T03:00:00Z')).toHaveLength(2)
})

test('after weeks without a night only the nearer letter is written, and two nights at once write one', async () => {
  const { night } = await givenHolder()
  await Promise.all([night('2026-08-25T03:00:00Z'), night('2026-08-25T03:00:00Z')])
  expect(await night('2026-08-26T03:00:00Z')).toHaveLength(1)
})

test('nobody is told of a certificate that was revoked or replaced, nor after its last day', async () => {
  const { night, db } = await givenHolder()
  expect(await night('2026-09-03T03:00:00Z')).toHaveLength(0)
  await db
    .updateTable('credentials')
    .set({ revoked_at: new Date('2026-03-03T00:00:00Z'), revocation_reason: 'holder_request' })
    .execute()
  expect(await night('2026-08-25T03:00:00Z')).toHaveLength(0)
})

test('one night’s work that fails keeps no other from being done, and is done the next night', async () => {
  const { app, clock, night } = await givenHolder()
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => told.mockRestore())
  clock.set(new Date('2026-08-25T03:00:00Z'))
  let tidied = 0
  const tidy = async () => {
    tidied += 1
  }
  const mail = { queue: () => Promise.reject(new Error('The post office is closed')) }
  const database = { ...(await testDatabase()), tidy }
  await nightlyWork({ database, clock, courses: app.courses, mail, config: app.config })
  expect([tidied, told.mock.calls.length]).toEqual([1, 1])
  expect(await night('2026-08-26T03:00:00Z')).toHaveLength(1)
})

test('where the course has a quiz that renews it, both letters lead there; from the day of the first it can be begun', async () => {
  const { givenHolder, app, become, on, lettersTo } = await givenRenewing()
  const [amina, kofi] = [await givenHolder(), await givenHolder({ language: 'fr' })]
  const night = async (day: string) => {
    await on(day, amina)
    const { config, courses, mail } = app.app
    await nightlyWork({ database: await testDatabase(), clock: app.clock, courses, mail, config })
  }
  await night('2026-07-04')
  for (const person of [amina, kofi]) {
    const letter = (await lettersTo(person)).at(-1)
    expect(letter?.text).toContain(`${publicUrl}${quizAddress}\n`)
    expect(letter?.text).toMatch(/You can renew it from now on|Vous pouvez le renouveler dès maintenant/)
  }
  expect((await amina.post(`${quizAddress}/attempts`)).status).toBe(303)
  become(otherCourses())
  await night('2026-08-19')
  const last = (await lettersTo(amina)).at(-1)?.text
  expect(last).toContain(`${publicUrl}/courses/${assessed}\n`)
  expect(last).toContain('It cannot be renewed')
})
