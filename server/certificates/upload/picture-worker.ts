import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

// A thread of its own, which its parent ends when it takes too long or too much.
const { bytes } = workerData as { bytes: Uint8Array } // as read-picture.ts gives it

async function read(): Promise<string[] | null> {
  // Its program would be fetched from elsewhere, were it not given.
  const program = readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(program).buffer }, fireImmediately: true })
  const codes = await readBarcodes(bytes, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 })
  return codes.flatMap(({ isValid, text }) => (isValid ? [text] : []))
}

parentPort?.postMessage(await read().catch(() => null))
