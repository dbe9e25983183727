import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { makeProject } from './fixture.ts'
import { checkWords } from './words.ts'

const english = {
  'site.name': 'Third Pillar',
  'site.tour': 'A tour',
  'verify.title': 'Verify',
  'verify.heading.valid': 'Valid until {date}',
  'verify.heading.erased': 'Erased',
  'certificate.kind': 'Certificate',
}
const whole = `{"site.name": "Third Pillar", "verify.title": "Verificar", "verify.heading.valid": "Válido até {date}",
  "certificate.kind": "Certificado"}`

function problemsOf(portuguese: string | null): string[] {
  const root = makeProject({
    'views/certificates/verify.eta': `<% layout('/shared/layout', { title: it.t('verify.title') }) %><%~ include('/certificates/answer', {}) %>`,
    'views/certificates/answer.eta': `<h1><%= it.t(\`verify.heading.\${it.state}\`) %></h1>`,
    'views/shared/layout.eta': `<title><%= it.t('site.name') %></title>`,
    'server/certificates/standing/state.ts': `export type State = 'valid'`,
    'server/certificates/certificate-words.ts': `t('certificate.kind')`,
    'views/locales/en.json': JSON.stringify(english),
    'views/locales/es.json': whole,
    'views/locales/ar.json': whole,
    ...(portuguese && { 'views/locales/pt.json': portuguese }),
  })
  onTestFinished(() => rmSync(root, { recursive: true }))
  return checkWords(root, 'views/locales').problems
}

test('the words of certificates and of the pages that verify them are asked for in five languages, and no others', () => {
  expect(problemsOf(whole)).toEqual([])
  expect(problemsOf(null)).toEqual(['views/locales/pt.json:1:1 does not exist'])
  const faulty =
    '{\n"site.name": "{",\n"site.tour": "Visita",\n"verify.title": "Verificar",\n"verify.heading.valid": "{dia}"\n}'
  expect(problemsOf(faulty)).toEqual([
    'views/locales/pt.json:2:1 "site.name": EXPECT_ARGUMENT_CLOSING_BRACE',
    'views/locales/pt.json:1:1 has no text for "certificate.kind"',
    'views/locales/pt.json:3:1 "site.tour" is on no certificate and on no page that verifies one',
    'views/locales/pt.json:5:1 "verify.heading.valid" asks for {dia}, which English does not',
  ])
})
