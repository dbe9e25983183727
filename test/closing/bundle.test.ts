import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import yauzl from 'yauzl'
import { beforeTheTable } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'
import { type ClosingGivens, givenClosing } from './closing-givens.ts'

async function fileOf({ app }: ClosingGivens, person: Person, url: string) {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { statusCode, headers, rawPayload } = await app.app.inject({ url, headers: { cookie } })
  return { status: statusCode, headers, body: rawPayload }
}

/** What is in a ZIP file, by name. */
async function unpack(zip: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const opened = await yauzl.fromBufferPromise(zip, {})
  for await (const entry of opened.eachEntry())
    files.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)))
  return files
}

async function givenHolders(given: ClosingGivens, names: string[]) {
  const holders: Person[] = []
  for (const name of names) {
    const person = await given.givenEarner({ name })
    await person.post(`/courses/${beforeTheTable}/certificate`)
    holders.push(person)
  }
  return holders
}

test('a cohort’s certificates come as one file, each the same to the byte as its holder’s own', async () => {
  const given = await givenClosing()
  const holders = await givenHolders(given, ['Nguyễn Thị Minh-Châu', 'Amina Darwe', 'Habib O’Reilly'])
  await given.givenMember({ name: 'Nothing Begun' })
  expect((await given.page()).words).toContain('All 3 certificates as one file (ZIP, about 0.2 MB)')
  const { status, headers, body } = await fileOf(given, given.trainer, `${given.address}/certificates.zip`)
  expect([status, headers['content-type']]).toEqual([200, 'application/zip'])
  expect(headers['content-disposition']).toBe(
    'attachment; filename="deal-team-kandra-2026-certificates-2026-03-02.zip"',
  )
  const files = await unpack(body)
  expect([...files.keys()].map((name) => name.replace(/^TP-[\w-]+ /, ''))).toEqual([
    'Amina Darwe.pdf',
    'Habib O’Reilly.pdf',
    'Nguyễn Thị Minh-Châu.pdf',
  ])
  for (const [name, file] of files) {
    const code = name.split(' ')[0] ?? ''
    const owner = holders.find((person) => name.includes(person.name))
    if (!owner) throw new Error(`${name} is nobody’s`)
    expect((await fileOf(given, owner, `/certificates/${code}.pdf`)).body.equals(file), name).toBe(true)
  }
})

test('pages are answered while certificates are drawn', async () => {
  const given = await givenClosing()
  await givenHolders(
    given,
    Array.from({ length: 12 }, (_, n) => `Holder ${n}`),
  )
  const order: string[] = []
  const drawn = fileOf(given, given.trainer, `${given.address}/certificates.zip`).then(() => order.push('certificates'))
  for (let n = 0; n < 3; n += 1) await given.trainer.get('/cohorts').then(() => order.push('a page'))
  await drawn
  expect(order).toEqual(['a page', 'a page', 'a page', 'certificates'])
})

test('without a certificate there is no file, nor for another trainer or for a holder', async () => {
  const given = await givenClosing()
  const url = `${given.address}/certificates.zip`
  expect((await fileOf(given, given.trainer, url)).status).toBe(404)
  const [amina] = await givenHolders(given, ['Amina Darwe'])
  const other = await given.givenTrainer(given.programme, 'Mariama Sow')
  for (const person of [other, amina]) expect(person && (await fileOf(given, person, url)).status).toBe(404)
})
