import { Worker } from 'node:worker_threads'
import type { Issued } from '../../certificates/badge/badge.ts'
import type { PrintOptions } from '../../certificates/certificate-print.ts'
import type { Seals } from '../../certificates/issued-file.ts'
import type { CredentialRecord } from '../../certificates/record.ts'

/** What a thread does: a certificate's own file, or the next part of one print. */
export type Task = { draw: Issued } | { open: PrintOptions } | { add: CredentialRecord } | { end: true }
export type Asked = { id: number; task: Task }
export type Drawn = { id: number; bytes: Uint8Array } | { id: number; error: string }

export type DrawingThread = {
  /** The bytes that come of a task. Rejects when it cannot be done, and when the thread has ended. */
  do(task: Task): Promise<Uint8Array>
  /** Ends the thread; what it has not done is rejected. */
  end(): void
}

/** Begins with the first task, and does one after the other. Whoever opens one ends it. */
export function openDrawingThread(seals: Seals): DrawingThread {
  type Waiting = { done: (bytes: Uint8Array) => void; failed: (error: Error) => void }
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let asked = 0

  const fail = (error: Error) => {
    for (const { failed } of waiting.values()) failed(error)
    waiting.clear()
  }
  function start() {
    const made = new Worker(new URL('./draw-worker.ts', import.meta.url), { workerData: seals })
    made.on('message', (drawn: Drawn) => {
      const one = waiting.get(drawn.id)
      waiting.delete(drawn.id)
      if ('bytes' in drawn) one?.done(drawn.bytes)
      else one?.failed(new Error(drawn.error))
    })
    made.on('error', fail)
    made.on('exit', () => fail(new Error('The drawing thread has ended')))
    return made
  }

  return {
    do(task) {
      worker ??= start()
      const id = ++asked
      const drawn = new Promise<Uint8Array>((done, failed) => void waiting.set(id, { done, failed }))
      worker.postMessage({ id, task } satisfies Asked)
      return drawn
    },
    end() {
      void worker?.terminate()
    },
  }
}
