import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bestLanguage, interfaceLanguages, languages } from '../../server/platform/words/languages.ts'
import { createTranslators, type Key, translator } from '../../server/platform/words/messages.ts'

/** Words of a test's own; their keys are not the product's, so the types know neither them nor their arguments. */
function givenWords(files: Record<string, Record<string, unknown>>) {
  const dir = mkdtempSync(join(tmpdir(), 'words-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const [language, words] of Object.entries(files))
    writeFileSync(join(dir, `${language}.json`), JSON.stringify(words))
  const of = createTranslators(dir)
  return (language: (typeof languages)[number], key: string, params?: object) =>
    (of(language) as (key: Key, params?: object) => string)(key as Key, params)
}

const arabicMinutes =
  '{n, plural, zero {لا دقائق} one {دقيقة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة أخرى}}'

test('a text is given in its language, with plurals and numbers as the language writes them', () => {
  const t = givenWords({
    en: { left: '{n, plural, one {# minute} other {# minutes}}', total: '{n, number}' },
    fr: { left: '{n, plural, one {# minute} other {# minutes}}', total: '{n, number}' },
    ar: { left: arabicMinutes, total: '{n, number}' },
  })
  expect(t('en', 'left', { n: 0 })).toBe('0 minutes')
  expect(t('fr', 'left', { n: 0 })).toBe('0 minute')
  expect(t('fr', 'total', { n: 1234.5 })).toBe('1\u202f234,5')
  expect([0, 1, 2, 3, 11, 100].map((n) => t('ar', 'left', { n }))).toEqual([
    'لا دقائق',
    'دقيقة',
    'دقيقتان',
    '3 دقائق',
    '11 دقيقة',
    '100 دقيقة أخرى',
  ])
  expect(t('ar', 'total', { n: 1234.5 })).toBe('1,234.5')
})

test('a key without a text in a language is answered in English, with English plurals', () => {
  const t = givenWords({ en: { left: '{n, plural, one {# minute} other {# minutes}}', hello: 'Hello' }, fr: {} })
  expect(t('fr', 'left', { n: 0 })).toBe('0 minutes')
  expect(t('pt', 'hello')).toBe('Hello')
})

test('markup and apostrophes in a text are text', () => {
  const t = givenWords({ en: { a: "It's <b>bold</b>", b: "{name}'s page", c: "braces '{'like these'}'" } })
  expect(t('en', 'a')).toBe("It's <b>bold</b>")
  expect(t('en', 'b', { name: 'Ama' })).toBe("Ama's page")
  expect(t('en', 'c')).toBe('braces {like these}')
})

test('malformed texts are refused all at once, each with its file and key', () => {
  const t = givenWords({ en: { good: 'Good', open: '{name', plural: '{n, plural, one {x}}', not_text: 3 } })
  expect(() => t('en', 'good')).toThrow(
    /en\.json: open: .*\n.*en\.json: plural: .*\n.*en\.json: not_text: is not a text$/,
  )
})

test.each(languages)("the product's own words can be read in %s", (language) => {
  expect(translator(language)('site.name')).toBe('Third Pillar')
})

const headers: [header: string | undefined, best: string][] = [
  ['fr-CI,fr;q=0.9,en;q=0.8', 'fr'],
  ['en;q=0.5, FR ; q=0.7', 'fr'],
  ['sw, ln;q=0.9, fr;q=0.1', 'fr'],
  ['en, fr', 'en'],
  ['fr;q=0', 'en'],
  ['fr;q=7, ;;;q=, =, *', 'en'],
  ['français', 'en'],
  ['pt-BR', 'en'],
  ['', 'en'],
  [undefined, 'en'],
  [`${','.repeat(1_000_000)}fr`, 'en'],
]

test.each(headers)('a browser that asks for %j', (header, best) => {
  expect(bestLanguage(header, interfaceLanguages)).toBe(best)
})
