import { parentPort, workerData } from 'node:worker_threads'
import { openPrint, type Print } from '../../certificates/certificate-print.ts'
import { drawIssued, type Seals } from '../../certificates/issued-file.ts'
import type { Asked, Drawn, Task } from './drawing-thread.ts'

const seals = workerData as Seals // as drawing-thread.ts gives it
let print: Print | undefined

// A thread of its own, so that pages are answered while some hundred certificates are drawn.
parentPort?.on('message', async ({ id, task }: Asked) => {
  const answer = (drawn: Drawn) => parentPort?.postMessage(drawn)
  try {
    answer({ id, bytes: await bytesOf(task) })
  } catch (error) {
    answer({ id, error: String(error) })
  }
})

async function bytesOf(task: Task): Promise<Uint8Array> {
  if ('draw' in task) return drawIssued(task.draw, seals)
  if ('open' in task) {
    print = openPrint(seals, task.open)
    return new Uint8Array(0)
  }
  if (print === undefined) throw new Error('There is no print to add to')
  return 'add' in task ? print.add(task.add) : print.end()
}
