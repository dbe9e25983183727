import { expect, test, vi } from 'vitest'
import { repeat } from '../../server/platform/work/repeat.ts'

const later = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

test('regular work goes on after a turn that failed, and never runs twice at once', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  let turns = 0
  let running = 0
  let most = 0
  const work = repeat(5, async () => {
    turns += 1
    running += 1
    most = Math.max(most, running)
    await later(20)
    running -= 1
    if (turns === 1) throw new Error('the line dropped')
  })
  await vi.waitFor(() => expect(turns).toBeGreaterThan(2))
  await work.stop()
  expect(running).toBe(0)
  expect(most).toBe(1)
  expect(log).toHaveBeenCalledTimes(1)
  const stoppedAt = turns
  await later(40)
  expect(turns).toBe(stoppedAt)
})
