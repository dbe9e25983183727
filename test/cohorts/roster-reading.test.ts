import { expect, test } from 'vitest'
import { checkLine, readEmail } from '../../server/cohorts/roster/check-line.ts'
import { columns } from '../../server/cohorts/roster/columns.ts'
import { outcomesOf } from '../../server/cohorts/roster/outcomes.ts'
import { type RosterLine, readRoster } from '../../server/cohorts/roster/read-roster.ts'
import { findLanguage, findSex } from '../../server/cohorts/roster/spoken.ts'
import { readTableFile } from '../../server/platform/documents/table-file.ts'
import { findCountry } from '../../server/platform/words/countries.ts'
import { interfaceLanguages, type Language } from '../../server/platform/words/languages.ts'
import { translator } from '../../server/platform/words/messages.ts'

async function rosterOf(text: string, language: Language = 'en') {
  const table = await readTableFile(Buffer.from(text))
  if (!table.ok) throw new Error(table.problem.kind)
  return readRoster(table.rows, language)
}
async function linesOf(text: string, language?: Language): Promise<RosterLine[]> {
  const roster = await rosterOf(text, language)
  if (!roster.ok) throw new Error(`Missing: ${roster.missing?.join(', ')}`)
  return roster.lines
}
const only = async (text: string) => (await linesOf(text))[0]

test.each([
  ['English', 'Language;Country;E-mail;Institution;Name;Sex\nfr;LR;a@b.example;Mines;Ama;f'],
  ['French', 'Langue;Pays;Adresse électronique;Ministère;Nom et prénom;Sexe\nfr;LR;a@b.example;Mines;Ama;f'],
  ['Portuguese', 'Idioma;País;Correio eletrónico;Instituição;Nome completo;Género\nfr;LR;a@b.example;Mines;Ama;f'],
  ['Spanish', 'IDIOMA;PAIS;CORREO ELECTRÓNICO;INSTITUCIÓN;NOMBRE COMPLETO;SEXO\nfr;LR;a@b.example;Mines;Ama;f'],
  ['Arabic', 'اللغة;الدولة;البريد الإلكتروني;المؤسسة;الاسم الكامل;الجنس\nfr;LR;a@b.example;Mines;Ama;f'],
])('headings in %s, in another order, are understood', async (_, text) => {
  const line = {
    line: 2,
    name: 'Ama',
    email: 'a@b.example',
    institution: 'Mines',
    country: 'LR',
    language: 'fr',
    sex: 'f',
  }
  expect(await linesOf(text)).toEqual([line])
})

test.each(interfaceLanguages)('the headings of our own tables in %s are understood', async (language) => {
  const t = translator(language)
  const text = `${columns.map((column) => t(`roster.column.${column}`)).join(',')}\nAma,a@b.example,Mines,LR,fr,f`
  expect(await only(text)).toMatchObject({ name: 'Ama', email: 'a@b.example', country: 'LR', language: 'fr', sex: 'f' })
})

test('a title above the headings and columns of no interest are passed over', async () => {
  const text = 'Workshop in March;;;;\n\nNo;Nom;E-mail;Téléphone;Ministère;Pays\n1;Ama Konteh;a@b.example;00;Mines;LR'
  expect(await only(text)).toMatchObject({ line: 4, name: 'Ama Konteh', institution: 'Mines' })
})

test.each([
  ['First name,Last name', 'Ama,Konteh'],
  ['Prénom,Nom', 'Ama,Konteh'],
  ['Nom,Prénoms', 'Konteh,Ama'],
  ['Apellidos,Nombres', 'Konteh,Ama'],
])('a name in two columns, %s, is one name', async (heading, name) => {
  expect(await only(`${heading},email,institution,country\n${name},a@b.example,Mines,LR`)).toMatchObject({
    name: 'Ama Konteh',
  })
})

test('columns that are missing are named, those that need not be there are not', async () => {
  expect(await rosterOf('Name,Telephone\nAma,17')).toEqual({ ok: false, missing: ['email', 'institution', 'country'] })
  expect(await rosterOf('one,two\n1,2')).toEqual({ ok: false, missing: ['name', 'email', 'institution', 'country'] })
  expect(await rosterOf('Name,E-mail,Institution,Country')).toEqual({ ok: false, missing: null })
})

test('without a language the page’s own is taken', async () => {
  expect(await linesOf('Name,E-mail,Institution,Country\nAma,a@b.example,Mines,LR', 'fr')).toMatchObject([
    { language: 'fr', sex: '' },
  ])
})

test('where men are H, the letter M is for women; elsewhere it is for men', async () => {
  const sexes = async (...letters: string[]) =>
    (
      await linesOf(
        ['Name,E-mail,Institution,Country,Sex', ...letters.map((sex) => `A,a@b.example,M,LR,${sex}`)].join('\n'),
      )
    ).map(({ sex }) => findSex(sex))
  expect(await sexes('H', 'M')).toEqual(['male', 'female'])
  expect(await sexes('F', 'M')).toEqual(['female', 'male'])
  expect(await sexes('H', 'F')).toEqual(['male', 'female'])
})

const good: RosterLine = {
  line: 2,
  name: 'Ama Konteh',
  email: 'ama@mines.example',
  institution: 'Mines',
  country: 'LR',
  language: 'en',
  sex: '',
}

test('a name that is a formula or a script is a name like any other', () => {
  for (const name of ['=1+1', '<script>alert(1)</script>', "O'Brien", 'آمنة'])
    expect(checkLine({ ...good, name })).toMatchObject({ person: { name } })
})

test.each([
  ['name_missing', { name: '' }],
  ['name_unreadable', { name: '---' }],
  ['name_unreadable', { name: 'x'.repeat(121) }],
  ['email_missing', { email: '' }],
  ['email_wrong', { email: 'ama at mines' }],
  ['email_wrong', { email: 'a@b.example, c@d.example' }],
  ['institution_missing', { institution: '' }],
  ['country_missing', { country: '' }],
  ['country_unknown', { country: 'Atlantis' }],
  ['country_unknown', { country: 'Congo' }],
  ['language_unknown', { language: 'Latin' }],
  ['sex_unknown', { sex: 'yes' }],
])('%s is told of %o', (mistake, change) => {
  expect(checkLine({ ...good, ...change })).toEqual({ mistakes: [mistake] })
})

test('an address is folded, and taken out of what a mail program puts around it', () => {
  for (const text of [
    'AMA@Mines.Example',
    ' ama@mines.example\u200b',
    'Ama Konteh <ama@mines.example>',
    'mailto:ama@mines.example',
  ])
    expect(readEmail(text)).toBe('ama@mines.example')
})

test('an address that no letter can go to is none', () => {
  for (const text of ['a:b@c.example', 'a(b)@c.example', 'a\u0001@c.example', 'a@b', '@b.example', '"a b"@c.example'])
    expect(readEmail(text)).toBeNull()
})

test.each([
  ['lr', 'LR'],
  ['Libéria', 'LR'],
  ['ليبيريا', 'LR'],
  ['Cote d’Ivoire', 'CI'],
  ['IVORY COAST', 'CI'],
  ['República Democrática do Congo', 'CD'],
  ['República do Congo', 'CG'],
  ['RDC', 'CD'],
  ['Guinée', 'GN'],
  ['Congo', null],
  ['Kandra', null],
  ['', null],
  ['__proto__', null],
])('the country %s is %s', (text, code) => {
  expect(findCountry(text)).toBe(code)
})

test.each([
  ['EN', 'en'],
  ['fr-CI', 'fr'],
  ['Français', 'fr'],
  ['anglais', 'en'],
  ['Inglês', 'en'],
  ['الفرنسية', 'fr'],
  ['por', 'pt'],
  ['Klingon', null],
])('the language %s is %s', (text, language) => {
  expect(findLanguage(text)).toBe(language)
})

const now = new Date('2026-03-02T09:00:00Z')
const invitation = {
  accepted_at: null,
  withdrawn_at: null,
  expires_at: new Date('2026-03-20T00:00:00Z'),
  account_id: null,
}
const known = { email: good.email, joined: false, has_account: false, invitation: null }
test.each([
  ['new', null],
  ['new', known],
  ['account', { ...known, has_account: true }],
  ['member', { ...known, has_account: true, joined: true, invitation }],
  ['waiting', { ...known, invitation }],
  ['again', { ...known, invitation: { ...invitation, expires_at: now } }],
  ['again', { ...known, invitation: { ...invitation, withdrawn_at: now } }],
  ['waiting', { ...known, invitation: { ...invitation, accepted_at: now, account_id: 'somebody' } }],
  ['again', { ...known, invitation: { ...invitation, accepted_at: now } }],
])('a line is %s with what is known: %o', (kind, one) => {
  const [preview] = outcomesOf([good], one ? [one] : [], now)
  expect(preview?.outcome.kind).toBe(kind)
})

test('of lines with one address the first that can be read counts', () => {
  const lines = [
    { ...good, name: '' },
    { ...good, line: 3 },
    { ...good, line: 4, email: 'AMA@mines.example' },
  ]
  expect(outcomesOf(lines, [], now).map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'mend' },
    { kind: 'new' },
    { kind: 'duplicate', first: 3 },
  ])
})
