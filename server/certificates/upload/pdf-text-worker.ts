import { parentPort, workerData } from 'node:worker_threads'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PdfText, PdfToRead } from './pdf-text.ts'

// A thread of its own, which its parent ends when it takes too long or too much. Nothing is drawn and nothing is run.
const { bytes, mostPages, mostCharacters } = workerData as PdfToRead // as read-pdf-text.ts gives it

async function read(): Promise<PdfText | null> {
  const loading = getDocument({ data: bytes, verbosity: 0, disableFontFace: true, useSystemFonts: false })
  const pdf = await loading.promise
  if (pdf.numPages > mostPages) return null
  const read: PdfText = { text: '', links: [] }
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    for (const item of items) if ('str' in item) read.text += item.str
    if (read.text.length > mostCharacters) return null
    for (const { url } of await page.getAnnotations()) if (typeof url === 'string') read.links.push(url)
  }
  return read
}

parentPort?.postMessage(await read().catch(() => null))
