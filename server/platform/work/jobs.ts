import { fromKysely, type Job as WaitingJob } from 'pg-boss'
import type { Database, Db } from '../data/database.ts'
import { bossOn, overPool } from './job-tables.ts'
import { ensureQueue } from './queries.ts'

/**
 * Work that is done after the transaction that asked for it, by this process or another. `migrate` makes the tables, so
 * jobs can be sent at any time; they run after `start`, or in `drain`.
 */
export type Jobs = {
  /** Says how jobs of this name are run. A run that throws is tried again, so it must bear being run twice. */
  define<T extends object>(name: string, run: (payload: T) => Promise<void>): void
  /** Leaves a job in the caller's transaction: rolled back with it, seen by the workers once it is committed. */
  send(trx: Db, name: string, payload: object): Promise<void>
  /** Begins to look for jobs, every 2 s. Call it after the last `define`. */
  start(): Promise<void>
  /** Takes no new job, and gives those that run 5 s to end; one that does not is tried again later. */
  stop(): Promise<void>
  /** Runs every job that is due now, also those that these jobs send, and returns how many succeeded. */
  drain(): Promise<number>
}

// Six tries within about half an hour. What then still fails is kept for a week, for the operator to look at.
const queueOptions = {
  policy: 'standard',
  retryLimit: 5,
  retryDelay: 30,
  retryBackoff: true,
  expireInSeconds: 300,
  deleteAfterSeconds: 7 * 24 * 60 * 60,
} as const

const pollingIntervalSeconds = 2 // on the embedded engine each look costs the main thread half a millisecond
const stopWithinMs = 5_000

export function createJobs(database: Database, options: { log: (error: unknown) => void }): Jobs {
  const runs = new Map<string, (payload: object) => Promise<void>>()
  // Vacuum and index bloat are the server's affairs; the embedded engine has neither.
  const onServer = database.engine === 'postgresql'
  const boss = bossOn(overPool(database.pool), { monitorVacuum: onServer, reindex: onServer })
  boss.on('error', options.log)

  // A finished job is deleted at once instead of kept for history: letters hold links that open accounts.
  async function run(name: string, job: WaitingJob<object>) {
    const work = runs.get(name)
    if (!work) throw new Error(`No job is called ${name}.`)
    try {
      await work(job.data)
    } catch (error) {
      options.log(error)
      throw error
    }
    await boss.deleteJob(name, job.id)
  }

  return {
    define(name, work) {
      if (runs.has(name)) throw new Error(`The job ${name} is defined twice.`)
      // The payload is what `send` was given for this name; JSON is the only thing between them.
      runs.set(name, work as (payload: object) => Promise<void>)
    },

    async send(trx, name, payload) {
      if (!runs.has(name)) throw new Error(`No job is called ${name}.`)
      await ensureQueue(trx, name, queueOptions)
      // An instance of its own: pg-boss looks the queue up through its own connection, and on the embedded engine,
      // which has one, it would wait for ever for the transaction that waits for it.
      await bossOn(fromKysely(trx)).send(name, payload)
    },

    async start() {
      await boss.start()
      for (const name of runs.keys()) {
        await ensureQueue(database.db, name, queueOptions)
        const { policy, ...changeable } = queueOptions
        await boss.updateQueue(name, changeable) // a queue made by an older version keeps its options otherwise
        await boss.work(name, { pollingIntervalSeconds }, async ([job]: WaitingJob<object>[]) => {
          if (job) await run(name, job)
        })
      }
    },

    stop: () => boss.stop({ graceful: true, timeout: stopWithinMs }),

    async drain() {
      let succeeded = 0
      for (const name of runs.keys()) await ensureQueue(database.db, name, queueOptions)
      for (let found = true; found; ) {
        found = false
        for (const name of runs.keys()) {
          for (const job of await boss.fetch<object>(name, { batchSize: 100 })) {
            found = true
            try {
              await run(name, job)
              succeeded += 1
            } catch (error) {
              await boss.fail(name, job, { message: String(error) })
            }
          }
        }
      }
      return succeeded
    },
  }
}
