import { Worker } from 'node:worker_threads'
import { Refusal } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'

const { checkedFileSeconds, checkedFileMegabytes, checkedFilesAtOnce } = limits
/** How often its memory is looked at: what it unpacks lies outside the heap, which alone can be bounded beforehand. */
const lookMs = 20

let atWork = 0

/**
 * What a thread of its own makes of a file from a stranger; null for what it cannot read, or what takes too long or too
 * much memory. Refusal 429 while too many are being read. `T` is what that thread posts.
 */
export async function readApart<T>(thread: URL, workerData: object): Promise<T | null> {
  if (atWork >= checkedFilesAtOnce) throw new Refusal(429, 'too_many')
  atWork += 1
  try {
    return await answerOf<T>(thread, workerData)
  } finally {
    atWork -= 1
  }
}

function answerOf<T>(address: URL, workerData: object): Promise<T | null> {
  const before = process.memoryUsage.rss()
  const thread = new Worker(address, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: checkedFileMegabytes },
    stdout: true,
    stderr: true,
  })
  return new Promise((done) => {
    const end = (read: T | null) => {
      clearTimeout(late)
      clearInterval(large)
      done(read)
      void thread.terminate()
    }
    const late = setTimeout(() => end(null), checkedFileSeconds * 1000)
    const large = setInterval(() => {
      // Only the whole process can be measured: each that is at work has its share.
      if (process.memoryUsage.rss() - before > 2 * checkedFileMegabytes * 1024 ** 2 * atWork) end(null)
    }, lookMs)
    thread.once('message', end)
    thread.once('error', () => end(null))
    thread.once('exit', () => end(null))
  })
}
