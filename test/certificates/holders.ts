import type { TestApp } from '../support/app.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import type { Person } from '../support/givens.ts'
import { readPdf } from './read-pdf.ts'

export const ask = `/courses/${beforeTheTable}/certificate`
const codes = /\/certificates\/(TP-[0-9A-Z-]+)\.pdf/g

/** Somebody who has met the award rule of the first course and not asked yet. */
export async function givenEarner(app: TestApp, somebody: Parameters<TestApp['givenPerson']>[0] = {}): Promise<Person> {
  const person = await app.givenPerson(somebody)
  await app.finishLessons(person, beforeTheTable)
  await app.passQuiz(person, beforeTheTable, 'final', 1)
  return person
}

/** Asks for the certificate and gives its code, as the holder finds it. */
export async function givenCertificate(person: Person): Promise<string> {
  const page = await person.submit(ask)
  const [code] = codesIn(page.text)
  if (!code) throw new Error(`There is no certificate: ${page.words}`)
  return code
}

export const codesIn = (text: string): string[] => [...text.matchAll(codes)].map(([, code = '']) => code)

/** The file as bytes, which a page of text would not keep. */
export async function download({ app }: TestApp, person: Person, code: string) {
  const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await app.inject({ url: `/certificates/${code}.pdf`, headers: { cookie } })
  return { status: answer.statusCode, headers: answer.headers, file: answer.rawPayload }
}

/** What a reader of the file reads, in order. */
export const wordsOf = (file: Buffer): string =>
  readPdf(file)
    .pieces.map(({ text }) => text)
    .join(' ')
    .replaceAll(/[\s\u00a0]+/g, ' ')
