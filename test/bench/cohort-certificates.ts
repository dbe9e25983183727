import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleSizes } from '../../server/closing/certificates/bundle-size.ts'
import { demoPassword, knownPeople } from '../../server/demo/sample-people.ts'
import { createVisitor } from '../kill/visitor.ts'
import { median } from './measure.ts'
import { type Served, serve } from './serve.ts'

const people = 500
const rounds = 3
const most = { zipSeconds: 30 }
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/**
 * `npm run bench -- certificates`: the files of a cohort of 500 holders, and how long a page takes meanwhile. The machine's
 * load stands beside each figure: other work slows them.
 */
export async function benchCohortCertificates() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const served = await serve({ dataDir, databaseUrl: null }, { BENCH_HOLDERS: String(people) })
    try {
      await measureAll(served)
    } finally {
      await served.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measureAll({ app, cohort, processor }: Served) {
  const visitor = createVisitor(app)
  await visitor.post('/sign-in', { email: knownPeople.trainer.email, password: demoPassword })
  const cookie = visitor.cookie()
  const page = `${app}/cohorts`
  const base = `${app}/cohorts/${cohort}/certificates`
  console.log(`\n${people} certificates of a cohort, ${cpus().length} processors, ${rounds} rounds`)
  const sizes = bundleSizes(people)
  const files = [
    { name: 'ZIP, signed', url: `${base}.zip`, said: sizes.zip },
    { name: 'print', url: `${base}.pdf`, said: sizes.print },
    { name: 'print, transcripts', url: `${base}.pdf?transcripts=yes`, said: sizes.printWithTranscripts },
  ]
  await askPages(page, cookie, until(2_000)) // warm
  for (const { name, url, said } of files) {
    const taken: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const idle = await askPages(page, cookie, until(2_000))
      let drawing = true
      const before = await processor()
      const began = performance.now()
      const [bytes, meanwhile] = await Promise.all([
        sizeOfFile(url, cookie).finally(() => {
          drawing = false
        }),
        askPages(page, cookie, () => drawing),
      ])
      const time = performance.now() - began
      taken.push(time)
      const used = `${seconds(((await processor()) - before) / 1000)} of processor, pages included`
      const times = (slow: number, calm: number) => `${slow.toFixed(0)} ms (${(slow / calm).toFixed(1)} × idle)`
      const answers = `a page meanwhile: median ${times(median(meanwhile), median(idle))}, worst ${times(Math.max(...meanwhile), Math.max(...idle))}`
      console.log(
        `  ${name.padEnd(20)} ${seconds(time)} (${used}), ${megabytes(bytes)} (the page says ${said.toFixed(1)}); ${answers}; load ${loadavg()[0]?.toFixed(1)}`,
      )
    }
    const figures = `  ${name.padEnd(20)} best ${seconds(Math.min(...taken))}, median ${seconds(median(taken))}`
    const met = Math.min(...taken) <= most.zipSeconds * 1000
    console.log(`${figures}; at most ${most.zipSeconds} s: ${met ? 'met' : 'MISSED'}`)
  }
}

const until = (milliseconds: number) => {
  const end = performance.now() + milliseconds
  return () => performance.now() < end
}

/** Milliseconds of one answer after the other, with a breath between them as between people's clicks. */
async function askPages(url: string, cookie: string, goOn: () => boolean): Promise<number[]> {
  const times: number[] = []
  do {
    const began = performance.now()
    const answer = await fetch(url, { headers: { cookie, accept: 'text/html' } })
    await answer.text()
    if (answer.status !== 200) throw new Error(`${url} is answered ${answer.status}`)
    times.push(performance.now() - began)
    await new Promise((done) => setTimeout(done, 50))
  } while (goOn())
  return times
}

async function sizeOfFile(url: string, cookie: string): Promise<number> {
  const answer = await fetch(url, { headers: { cookie } })
  if (!answer.body || answer.status !== 200) throw new Error(`${url} is answered ${answer.status}`)
  let bytes = 0
  for await (const chunk of answer.body) bytes += chunk.length
  return bytes
}
