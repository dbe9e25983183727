import { expect, test } from 'vitest'
import type { Catalogue } from '../../server/catalogue/catalogue.ts'
import type { Course } from '../../server/catalogue/course.ts'
import { newVerificationCode } from '../../server/certificates/verification-code.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { startApp } from '../support/app.ts'
import { download, givenCertificate, givenEarner } from './holders.ts'

test('anyone with the code sees exactly what was issued', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const page = await app.visitor().get(`/verify/${code}`)
  expect(page.status).toBe(200)
  expect(page.headers['x-robots-tag']).toBe('noindex')
  const [{ record }] = (await app.db.selectFrom('credentials').select('record').execute()) as [{ record: object }]
  expect(record).toMatchObject({ name: 'Amina Darwe', language: 'en', hours: 5, lessons: 8, pass_mark_scaled: 0.7 })
  for (const part of [
    'This certificate is valid',
    'Name Amina Darwe',
    'Course Before the table: mandate, team, advisers',
    'Kind Certificate of achievement',
    'Phase Prepare',
    'Length 5 hours, 8 lessons',
    'Can now Explain how an investment contract differs from a purchase',
    'All lessons; final quiz',
    'pass mark 70%',
    'Issued on 2 March 2026',
    'Issued by Third Pillar',
    code,
  ])
    expect(page.words).toContain(part)
  expect(page.words).not.toContain('Ministry of Mines')
  expect(page.words).not.toContain('@')
})

test('the labels are in the language of the reader, the course in the language of the certificate', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const page = await app.visitor().get(`/verify/${code}?lang=fr`)
  expect(page.words).toContain('Ce certificat est valide')
  expect(page.text).toContain('<dd><bdi lang="en">Before the table: mandate, team, advisers</bdi></dd>')
})

test('what was issued stands when the person changes their name and the course its title', async () => {
  const { courses } = await startApp()
  let renamed = false
  const today = (course: Course): Course =>
    renamed ? { ...course, title: { en: 'Another title' }, hours: 99, objectives: [] } : course
  const catalogue: Catalogue = {
    ...courses,
    get: (slug) => today(courses.get(slug)),
    find: (slug) => {
      const course = courses.find(slug)
      return course && today(course)
    },
  }
  const app = await startApp({ courses: catalogue })
  const amina = await givenEarner(app)
  const code = await givenCertificate(amina)
  const before = { page: await app.visitor().get(`/verify/${code}`), pdf: await download(app, amina, code) }

  renamed = true
  const profile = { country_code: 'LR', institution: 'Ministry of Finance', sex: 'female', language: 'fr' }
  expect((await amina.post('/account', { ...profile, name: 'Amina Sow' })).status).toBe(303)
  expect(await givenCertificate(amina)).toBe(code)
  const page = await app.visitor().get(`/verify/${code}`)
  expect(page.text).toBe(before.page.text)
  const { file } = await download(app, amina, code)
  expect(file.equals(before.pdf.file)).toBe(true)
})

test('a code is found however it was typed', async () => {
  const app = await startApp()
  const code = await givenCertificate(await givenEarner(app))
  const typed = code.toLowerCase().slice(3).replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
  const page = await app.visitor().open(`/verify?code=${encodeURIComponent(` ${typed} `)}`)
  expect(page.status).toBe(200)
  expect(page.words).toContain('This certificate is valid')
  expect((await app.visitor().get(`/verify/${typed.replaceAll(' ', '')}`)).location).toBe(`/verify/${code}`)
})

test('a code that we never issued is unknown, not revoked', async () => {
  const { visitor } = await startApp()
  const code = newVerificationCode()
  const page = await visitor().get(`/verify/${code}`)
  expect(page.status).toBe(404)
  expect(page.words).toContain('We have issued no certificate with this code')
  expect(page.words).toContain(code)
  expect(page.words).toContain('What to check')
  expect(page.words).not.toMatch(/revoked/i)
})

test('a code that cannot be right comes back with what is wrong with it', async () => {
  const { visitor } = await startApp()
  const page = await visitor().get('/verify?code=TP-7K4M')
  expect(page.status).toBe(422)
  expect(page.words).toContain('A code has 13 letters and digits after TP')
  expect(page.text).toContain('value="TP-7K4M"')
  const pasted = await visitor().get('/verify/%3Cb%3E')
  expect(pasted.status).toBe(404)
  expect(pasted.text).toContain('<b>&lt;b&gt;</b>')
})

test('who guesses is told to wait after 60 tries in a minute; others are not', async () => {
  const { visitor } = await startApp()
  const guesser = visitor()
  for (let guess = 0; guess < limits.verification.max; guess += 1)
    expect((await guesser.get(`/verify/${newVerificationCode()}`)).status).toBe(404)
  const answer = await guesser.get(`/verify/${newVerificationCode()}`)
  expect(answer.status).toBe(429)
  expect(answer.words).toContain('Too many tries in a short time')
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expect((await visitor().get(`/verify/${newVerificationCode()}`)).status).toBe(404)
})
