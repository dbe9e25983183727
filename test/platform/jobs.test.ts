import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Db, inTransaction } from '../../server/platform/data/database.ts'
import { createJobs } from '../../server/platform/work/jobs.ts'
import { emptyDatabase, testDatabase } from '../support/database.ts'

async function givenJobs() {
  const database = await testDatabase()
  await emptyDatabase(database.db)
  const logged: unknown[] = []
  const jobs = createJobs(database, { log: (error) => logged.push(error) })
  return { db: database.db, jobs, logged }
}

const waiting = async (db: Db) =>
  (await sql<{ state: string; retries: number }>`select state, retry_count as retries from pgboss.job`.execute(db)).rows

test('a job runs after its transaction is committed, once, and leaves no trace of its payload', async () => {
  const { db, jobs } = await givenJobs()
  const seen: object[] = []
  jobs.define('greet', async (payload) => void seen.push(payload))
  await inTransaction(db, (trx) => jobs.send(trx, 'greet', { name: 'Ama' }))
  expect(await jobs.drain()).toBe(1)
  expect(await jobs.drain()).toBe(0)
  expect(seen).toEqual([{ name: 'Ama' }])
  expect(await waiting(db)).toEqual([])
})

test('a job goes with the transaction that is rolled back, the first of its name too', async () => {
  const { db, jobs } = await givenJobs()
  const name = `first-${process.pid}`
  const seen: object[] = []
  jobs.define(name, async (payload) => void seen.push(payload))
  const undone = inTransaction(db, async (trx) => {
    await jobs.send(trx, name, {})
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await jobs.drain()).toBe(0)
  await inTransaction(db, (trx) => jobs.send(trx, name, { second: true }))
  expect(await jobs.drain()).toBe(1)
  expect(seen).toEqual([{ second: true }])
})

test('a job that fails is logged, waits a while and is tried again', async () => {
  const { db, jobs, logged } = await givenJobs()
  let tries = 0
  jobs.define('stumble', async () => {
    tries += 1
    if (tries === 1) throw new Error('not today')
  })
  await inTransaction(db, (trx) => jobs.send(trx, 'stumble', {}))
  expect(await jobs.drain()).toBe(0)
  expect(logged).toEqual([new Error('not today')])
  expect(await waiting(db)).toEqual([{ state: 'retry', retries: 0 }])

  await sql`update pgboss.job set start_after = now()`.execute(db) // the wait is over
  expect(await jobs.drain()).toBe(1)
  expect(tries).toBe(2)
  expect(await waiting(db)).toEqual([])
})

test('a job may send another, and draining runs both', async () => {
  const { db, jobs } = await givenJobs()
  jobs.define('second', async () => {})
  jobs.define('first', () => inTransaction(db, (trx) => jobs.send(trx, 'second', {})))
  await inTransaction(db, (trx) => jobs.send(trx, 'first', {}))
  expect(await jobs.drain()).toBe(2)
})

test('a name that nobody defined is refused', async () => {
  const { db, jobs } = await givenJobs()
  await expect(inTransaction(db, (trx) => jobs.send(trx, 'unheard-of', {}))).rejects.toThrow('No job is called')
})

test('started, it finds jobs by itself; stopped, it lets the running one end', async () => {
  const { db, jobs } = await givenJobs()
  let ended = 0
  jobs.define('slow', async () => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    ended += 1
  })
  await inTransaction(db, (trx) => jobs.send(trx, 'slow', {}))
  await jobs.start()
  onTestFinished(() => jobs.stop())
  await vi.waitFor(async () => expect(await waiting(db)).toMatchObject([{ state: 'active' }]), { timeout: 3000 })
  await jobs.stop()
  expect(ended).toBe(1)
  expect(await waiting(db)).toEqual([])
})
