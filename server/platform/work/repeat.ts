/** Work that every process does again and again; `stop` waits for the turn that runs. */
export type Repeated = { stop(): Promise<void> }

/**
 * Does the work every so many milliseconds, the first time after one of them, and never twice at once: a turn that
 * takes longer delays the next. One that fails is logged, and the next is tried as if nothing had happened.
 */
export function repeat(everyMs: number, work: () => Promise<unknown>): Repeated {
  let running: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const turn = async () => {
    try {
      await work()
    } catch (error) {
      console.error('Regular work failed:', error)
    }
    if (!stopped) wait()
  }
  const wait = () => {
    timer = setTimeout(() => {
      running = turn()
    }, everyMs)
  }
  wait()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
