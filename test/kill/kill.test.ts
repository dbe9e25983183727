import { expect, test } from 'vitest'
import { killAgainAndAgain } from './rounds.ts'

test('a program killed in the middle of work has lost nothing that it acknowledged, and nothing is done by half', async () => {
  const serverUrl = process.env.TEST_DATABASE_URL || null
  const { acknowledged, lost, half } = await killAgainAndAgain({ rounds: 2, serverUrl })
  expect(lost).toEqual([])
  expect(half).toEqual([])
  expect(acknowledged).toBeGreaterThan(100)
}, 60_000)
