import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { bundleSizes } from '../../server/closing/certificates/bundle-size.ts'
import { givenCertificate } from '../certificates/holders.ts'
import { attachmentsOf, openPdf } from '../certificates/open-pdf.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'
import { type ClosingGivens, givenClosing } from './closing-givens.ts'

async function fileOf({ app }: ClosingGivens, person: Person, url: string) {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { statusCode, headers, rawPayload } = await app.app.inject({ url, headers: { cookie } })
  return { status: statusCode, headers, file: rawPayload }
}

async function givenHolders(names: string[]) {
  const given = await givenClosing()
  for (const name of names) {
    const person = await given.givenEarner({ name })
    await person.post(`/courses/${beforeTheTable}/certificate`)
  }
  return { ...given, url: `${given.address}/certificates.pdf` }
}

/** What a reader's program shows beside the pages: the title, and the bookmarks with the number of their page. */
async function aroundPages(file: Buffer) {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 })
  const document = await task.promise
  const { info } = await document.getMetadata()
  const bookmarks = await Promise.all(
    ((await document.getOutline()) ?? []).map(async ({ title, dest }) => {
      const [page] = dest as [Parameters<typeof document.getPageIndex>[0]]
      return `${title} ${1 + (await document.getPageIndex(page))}`
    }),
  )
  await task.destroy()
  return { title: (info as { Title?: string }).Title, bookmarks }
}

const namesOn = (pages: Awaited<ReturnType<typeof openPdf>>['pages']) =>
  pages.map(({ elements }) => elements.filter(({ role }) => role === 'H1').map(({ text }) => text))

test('a cohort’s certificates come as one document to print, a page for each holder, by name', async () => {
  const given = await givenHolders(['Nguyễn Thị Minh-Châu', 'Amina Darwe', 'ኃይለ ገብረሥላሴ'])
  await given.givenMember({ name: 'Nothing Begun' })
  const { status, headers, file } = await fileOf(given, given.trainer, given.url)
  expect([status, headers['content-type']]).toEqual([200, 'application/pdf'])
  expect(headers['content-disposition']).toBe(
    'attachment; filename="deal-team-kandra-2026-certificates-2026-03-02.pdf"',
  )
  const { pages } = await openPdf(file)
  expect(namesOn(pages)).toEqual([['Amina Darwe'], ['Nguyễn Thị Minh-Châu'], ['ኃይለ ገብረሥላሴ']])
  for (const { width, height, untagged } of pages) {
    expect(width).toBeGreaterThan(height)
    expect(untagged).toEqual([])
  }
  expect(await aroundPages(file)).toEqual({
    title: 'Certificates of Deal team Kandra 2026, for printing',
    bookmarks: ['Amina Darwe 1', 'Nguyễn Thị Minh-Châu 2', 'ኃይለ ገብረሥላሴ 3'],
  })
  expect((await fileOf(given, given.trainer, given.url)).file.equals(file)).toBe(true)
})

test('each page says what the holder’s own file says, in the same elements', async () => {
  const given = await givenHolders([])
  const amina = await given.givenEarner({ name: 'Amina Darwe' })
  const code = await givenCertificate(amina)
  const said = async (person: Person, url: string) => {
    const [page] = (await openPdf((await fileOf(given, person, url)).file)).pages
    const elements = page?.elements.filter(({ role }) => !['Document', 'Sect', 'Form'].includes(role)) ?? []
    return elements.map(({ role, text, spoken = '' }) => `${role} ${text} ${spoken}`)
  }
  const own = await said(amina, `/certificates/${code}.pdf`)
  expect(own.length).toBeGreaterThan(20)
  expect(await said(given.trainer, given.url)).toEqual(own)
})

test('the fonts are in it once, and neither a signature nor a badge', async () => {
  const given = await givenHolders(['Amina Darwe', 'Amina Darwa', 'Amina Darwi'])
  const { file } = await fileOf(given, given.trainer, given.url)
  const embedded = [...file.toString('latin1').matchAll(/\/FontName \/(\S+)/g)].map(([, name]) => name)
  expect(embedded.length).toBeGreaterThan(2)
  expect(new Set(embedded).size).toBe(embedded.length)
  expect(file.includes('/ByteRange')).toBe(false)
  expect(await attachmentsOf(file)).toEqual(new Map())
})

test('the transcripts are printed when they are asked for', async () => {
  const given = await givenHolders(['Amina Darwe', 'Habib O’Reilly'])
  const { file } = await fileOf(given, given.trainer, `${given.url}?transcripts=yes`)
  const { pages } = await openPdf(file)
  expect(pages.map(({ width, height }) => width > height)).toEqual([true, false, true, false])
  expect(pages[3]?.elements.some(({ text }) => text === 'Transcript')).toBe(true)
  expect(await aroundPages(file)).toMatchObject({ bookmarks: ['Amina Darwe 1', 'Habib O’Reilly 3'] })
})

test('the closing page says beforehand how many certificates a file holds and about how large it is', async () => {
  const given = await givenHolders(['Amina Darwe', 'Habib O’Reilly'])
  const { words, text } = await given.page()
  expect(words).toContain('All 2 certificates as one file (ZIP, about 0.1 MB)')
  expect(words).toContain('All 2 certificates to print (PDF, about 0.1 MB)')
  expect(text).toContain(`href="${given.url}?transcripts=yes"`)
  expect((await given.page('?lang=fr')).words).toContain('Les 2 certificats à imprimer (PDF, environ 0,1 Mo)')
  const sizes = bundleSizes(2)
  for (const [url, megabytes] of [
    [`${given.address}/certificates.zip`, sizes.zip],
    [given.url, sizes.print],
    [`${given.url}?transcripts=yes`, sizes.printWithTranscripts],
  ] as const) {
    const { file } = await fileOf(given, given.trainer, url)
    const share = Math.max(0.1, file.length / 1e6) / megabytes
    expect(share, url).toBeGreaterThan(0.6)
    expect(share, url).toBeLessThan(1.6)
  }
})

test('it is called by the language of who prints, and each certificate stays in its own', async () => {
  const given = await givenHolders(['Amina Darwe'])
  const { file } = await fileOf(given, given.trainer, `${given.url}?lang=fr`)
  expect(await aroundPages(file)).toMatchObject({ title: 'Certificats de Deal team Kandra 2026, à imprimer' })
  const { pages } = await openPdf(file)
  expect(pages[0]?.elements.find(({ role }) => role === 'Sect')?.lang).toBe('en')
})

test('a revoked certificate is not printed', async () => {
  const given = await givenHolders(['Amina Darwe', 'Habib O’Reilly'])
  await given.run(
    `update credentials set revoked_at = now(), revocation_reason = 'issued_in_error' where record->>'name' = 'Amina Darwe'`,
  )
  const { pages } = await openPdf((await fileOf(given, given.trainer, given.url)).file)
  expect(namesOn(pages)).toEqual([['Habib O’Reilly']])
})

test('a closed cohort’s certificates can still be printed', async () => {
  const given = await givenHolders(['Amina Darwe'])
  await given.run(`update cohorts set closed_at = now()`)
  expect((await fileOf(given, given.trainer, given.url)).status).toBe(200)
})

test('pages are answered while a print is drawn', async () => {
  const given = await givenHolders(Array.from({ length: 12 }, (_, n) => `Holder ${n}`))
  const order: string[] = []
  const drawn = fileOf(given, given.trainer, given.url).then(() => order.push('the print'))
  for (let n = 0; n < 3; n += 1) await given.trainer.get('/cohorts').then(() => order.push('a page'))
  await drawn
  expect(order).toEqual(['a page', 'a page', 'a page', 'the print'])
})

test('without a certificate there is nothing to print, nor for another trainer or for a holder', async () => {
  const given = await givenHolders([])
  expect((await fileOf(given, given.trainer, given.url)).status).toBe(404)
  const amina = await given.givenEarner({ name: 'Amina Darwe' })
  await amina.post(`/courses/${beforeTheTable}/certificate`)
  const other = await given.givenTrainer(given.programme, 'Mariama Sow')
  for (const person of [other, amina]) expect((await fileOf(given, person, given.url)).status).toBe(404)
})
