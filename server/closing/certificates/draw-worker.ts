import { parentPort, workerData } from 'node:worker_threads'
import { drawIssued, type Seals } from '../../certificates/issued-file.ts'
import type { Asked, Drawn } from './drawing-thread.ts'

const seals = workerData as Seals // as drawing-thread.ts gives it

// A thread of its own, so that pages are answered while some hundred certificates are drawn.
parentPort?.on('message', async ({ id, issued }: Asked) => {
  const answer = (drawn: Drawn) => parentPort?.postMessage(drawn)
  try {
    answer({ id, file: await drawIssued(issued, seals) })
  } catch (error) {
    answer({ id, error: String(error) })
  }
})
