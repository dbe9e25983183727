import { parentPort } from 'node:worker_threads'
import { drawCertificate } from '../../certificates/certificate-pdf.ts'
import { certificateWords } from '../../certificates/certificate-words.ts'
import type { Asked, Drawn } from './drawing-thread.ts'

// A thread of its own, so that pages are answered while some hundred certificates are drawn.
parentPort?.on('message', async ({ id, record, verifyUrl }: Asked) => {
  const answer = (drawn: Drawn) => parentPort?.postMessage(drawn)
  try {
    answer({ id, file: await drawCertificate(record, certificateWords(record), verifyUrl) })
  } catch (error) {
    answer({ id, error: String(error) })
  }
})
