import { expect, test } from 'vitest'
import { loadTest } from './run.ts'

const serverUrl = process.env.TEST_DATABASE_URL ?? ''

test.skipIf(!serverUrl)(
  'twenty learners who answer a timed quiz at once lose nothing',
  async () => {
    const outcome = await loadTest({ learners: 20, thinkMs: 0, mostMs: 30_000, serverUrl })
    const { lost, wrong, errors, acknowledged, handedIn, resent, storedOnce } = outcome
    expect({ lost, wrong, errors }).toEqual({ lost: [], wrong: [], errors: [] })
    expect(acknowledged).toBeGreaterThanOrEqual(200)
    expect(handedIn).toBe(18)
    expect(storedOnce).toBe(resent)
  },
  60_000,
)
