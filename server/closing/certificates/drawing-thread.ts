import { Worker } from 'node:worker_threads'
import type { Issued } from '../../certificates/badge/badge.ts'
import type { Seals } from '../../certificates/issued-file.ts'

export type Asked = { id: number; issued: Issued }
export type Drawn = { id: number; file: Uint8Array } | { id: number; error: string }

export type DrawingThread = {
  /** The file of a certificate. Rejects when it cannot be drawn, and when the thread has ended. */
  draw(issued: Issued): Promise<Uint8Array>
  /** Ends the thread; what it has not drawn is rejected. */
  end(): void
}

/** Begins with the first drawing. Whoever opens one ends it. */
export function openDrawingThread(seals: Seals): DrawingThread {
  type Waiting = { done: (file: Uint8Array) => void; failed: (error: Error) => void }
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
      if ('file' in drawn) one?.done(drawn.file)
      else one?.failed(new Error(drawn.error))
    })
    made.on('error', fail)
    made.on('exit', () => fail(new Error('The drawing thread has ended')))
    return made
  }

  return {
    draw(issued) {
      worker ??= start()
      const id = ++asked
      const drawn = new Promise<Uint8Array>((done, failed) => void waiting.set(id, { done, failed }))
      worker.postMessage({ id, issued } satisfies Asked)
      return drawn
    },
    end() {
      void worker?.terminate()
    },
  }
}
