import { Worker } from 'node:worker_threads'
import { Refusal } from '../../platform/web/errors.ts'
import { limits } from '../../platform/web/limits.ts'
import type { PdfText, PdfToRead } from './pdf-text.ts'

const worker = new URL('./pdf-text-worker.ts', import.meta.url)
const { checkedFilePages, checkedFileCharacters, checkedFileSeconds, checkedFileMegabytes, checkedFilesAtOnce } = limits
/** How often its memory is looked at: what it unpacks lies outside the heap, which alone can be bounded beforehand. */
const lookMs = 20

let atWork = 0

/**
 * The text of a PDF from a stranger; null for what cannot be read, has too many pages, or takes too long or too much
 * memory. Refusal 429 while too many are being read.
 */
export async function readPdfText(file: Buffer): Promise<PdfText | null> {
  if (atWork >= checkedFilesAtOnce) throw new Refusal(429, 'too_many')
  atWork += 1
  try {
    return await readApart(file)
  } finally {
    atWork -= 1
  }
}

function readApart(file: Buffer): Promise<PdfText | null> {
  const workerData: PdfToRead = {
    bytes: new Uint8Array(file), // a copy: a small buffer shares its memory with others
    mostPages: checkedFilePages,
    mostCharacters: checkedFileCharacters,
  }
  const before = process.memoryUsage.rss()
  const thread = new Worker(worker, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: checkedFileMegabytes },
    stdout: true,
    stderr: true,
  })
  return new Promise((done) => {
    const end = (read: PdfText | null) => {
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
