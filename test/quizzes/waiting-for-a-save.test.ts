import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/data/database.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { insertSave, putResponses } from '../../server/quizzes/queries.ts'
import { closeOverdueAttempts } from '../../server/quizzes/time/close-overdue.ts'
import { startApp } from '../support/app.ts'
import { assessed, assessedCourses } from '../support/assessment.ts'

// Two transactions at once: the embedded engine has one connection.
test.skipIf(!process.env.TEST_DATABASE_URL)(
  'a save that the closing at the deadline has to wait for counts',
  async () => {
    const { clock, db, courses, givenPerson } = await startApp({ courses: assessedCourses() })
    const amina = await givenPerson()
    await amina.post(`/courses/${assessed}/enrolment`)
    const address = (await amina.post(`/courses/${assessed}/quizzes/timed/attempts`)).location ?? ''
    const attemptId = address.replace('/attempts/', '')
    const save = { attemptId, revision: 1, page: newId(), sequence: 1, now: clock.now() }
    clock.pass(21 * 60_000)
    let closing: Promise<number> | undefined
    await inTransaction(db, async (trx) => {
      await insertSave(trx, save, ['q1'])
      await putResponses(trx, save, new Map([['q1', '4.25']]))
      closing = closeOverdueAttempts(db, courses, clock.now())
      await sleep(300) // the closing waits for the row by now
    })
    expect(await closing).toBe(1)
    expect((await amina.get(address)).words).toContain('1 of 10 points')
  },
)
