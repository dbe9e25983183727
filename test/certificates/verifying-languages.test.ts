import { beforeAll, expect, test } from 'vitest'
import { directionOf, languages } from '../../server/platform/words/languages.ts'
import ar from '../../views/locales/ar.json' with { type: 'json' }
import en from '../../views/locales/en.json' with { type: 'json' }
import { startApp, type TestApp } from '../support/app.ts'
import { htmlMistakes } from '../support/html.ts'
import { ask, givenCertificate, givenEarner } from './holders.ts'

let app: TestApp
let addresses: string[]
let bilingual: string
beforeAll(async () => {
  app = await startApp()
  const amina = await givenEarner(app)
  const code = await givenCertificate(amina)
  await amina.post(`/certificates/${code}/share`)
  const [shared = ''] = /\/shared\/[\w-]+/.exec((await amina.get(`/certificates/${code}/sharing`)).text) ?? []
  const unknown = ['/verify/TP-0000-0000-0000-0', '/verify/nonsense', '/verify?code=x', '/shared/none']
  addresses = ['/verify', `/verify/${code}`, shared, ...unknown]
  const other = await givenEarner(app, { name: 'Other Learner' })
  await other.post(ask, { language: 'fr', also_in: 'ar' })
  bilingual = /\/certificates\/(TP-[0-9A-Z-]+)\.pdf/.exec((await other.get('/certificates')).text)?.[1] ?? ''
})

test.each(languages)(
  'whoever checks a certificate reads each of its pages in %s, the frame included',
  async (language) => {
    for (const address of addresses) {
      const visitor = app.visitor()
      const page = await visitor.get(`${address}${address.includes('?') ? '&' : '?'}lang=${language}`)
      expect(page.text, address).toContain(`<html lang="${language}" dir="${directionOf(language)}">`)
      expect(page.headers['content-language']).toBe(language)
      for (const one of languages) expect(page.text).toContain(`hreflang="${one}"`)
      expect(await htmlMistakes(page.text)).toEqual([])
      expect(Buffer.byteLength(page.text)).toBeLessThan(14_336)
    }
  },
)

/** A page without what it says to be in another language. */
function withoutForeign(html: string): string {
  const inside = /(<ul lang="[a-z]+"[^>]*>(?:(?!<\/?ul)[\s\S])*)<ul>(?:(?!<\/?ul)[\s\S])*<\/ul>/g
  const flat = html.replaceAll(inside, '$1')
  if (flat !== html) return withoutForeign(flat)
  return html.replaceAll(/<(\w+)[^>]* lang="(?:en|fr|pt|es)"[^>]*>[\s\S]*?<\/\1>/g, '')
}

test('no English is left on an Arabic page, but for the product and what was issued in English', async () => {
  const texts = Object.entries(en).filter(([key, text]) => key in ar && /^[^{}]{4,}$/.test(text) && key !== 'site.name')
  for (const address of addresses) {
    const page = await app.visitor().get(`${address}${address.includes('?') ? '&' : '?'}lang=ar`)
    const own = withoutForeign(page.text.replace('Before the table: mandate, team, advisers –', '–')).replaceAll(
      /<[^>]+>/g,
      ' ',
    )
    const left = texts.filter(([, text]) => own.includes(text)).map(([key]) => key)
    expect(left, address).toEqual([])
    const latin = own.replaceAll(/https?:\S+/g, '').match(/\b[a-z]{3,}\b/g) ?? []
    expect(
      latin.filter((word) => !address.includes(word)),
      address,
    ).toEqual([])
  }
})

test('the browser’s own language is taken, dates and numbers with it', async () => {
  const [, verified = ''] = addresses
  const page = await app.visitor().get(verified, { 'accept-language': 'ar-TN, fr;q=0.8' })
  expect(page.text).toContain('<html lang="ar" dir="rtl">')
  expect(page.words).toContain('2 مارس 2026')
  expect((await app.visitor().get(verified, { 'accept-language': 'pt-MZ' })).words).toContain('2 de março de 2026')
})

test('who chose Arabic there reads other pages in the language chosen before, the browser’s, or English', async () => {
  const visitor = app.visitor()
  await visitor.get('/verify?lang=ar')
  const lang = async (address: string, headers = {}) =>
    /<html lang="(\w+)" dir="(\w+)"/.exec((await visitor.get(address, headers)).text)?.slice(1)
  expect(await lang('/courses')).toEqual(['en', 'ltr'])
  expect(await lang('/courses', { 'accept-language': 'fr' })).toEqual(['fr', 'ltr'])
  expect(await lang('/nowhere')).toEqual(['en', 'ltr'])
  expect(await lang('/verify')).toEqual(['ar', 'rtl'])
  expect((await visitor.get('/courses')).text).not.toContain('hreflang="ar"')
  await visitor.get('/courses?lang=fr')
  expect(await lang('/verify')).toEqual(['fr', 'ltr'])
  await visitor.get('/verify?lang=pt')
  expect([await lang('/verify'), await lang('/courses')]).toEqual([
    ['pt', 'ltr'],
    ['fr', 'ltr'],
  ])
  expect(await lang('/courses?lang=ar')).toEqual(['fr', 'ltr'])
})

test('a certificate in two languages is shown in both, each text in its own', async () => {
  const page = await app.visitor().get(`/verify/${bilingual}`)
  expect(page.words).toContain('In the language in which it was issued: French and Arabic')
  expect(page.text).toContain('<bdi lang="fr">Avant la table de négociation')
  expect(page.text).toContain('<bdi lang="ar">قبل الجلوس إلى طاولة المفاوضات')
  expect(page.text).toMatch(/<ul lang="fr" dir="auto"><li>Le cadre<ul><li>En quoi ces contrats/)
  const program = await app.visitor().get(`/verify/${bilingual}`, { accept: 'application/json' })
  expect(JSON.parse(program.text).record).toMatchObject({ language: 'fr', also: { language: 'ar' } })
})
