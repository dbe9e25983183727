import { expect, test } from 'vitest'
import { linkedText } from '../../server/cohorts/linked-text.ts'

const long = `https://mines.example/${'a'.repeat(1_900)}`
const links: [string, string, [string, string][]][] = [
  ['words alone', 'No address here.', []],
  ['nothing', '', []],
  ['an address', 'See https://mines.example/law', [['https://mines.example/law', 'https://mines.example/law']]],
  ['http', 'http://mines.example', [['http://mines.example', 'http://mines.example/']]],
  ['capitals', 'HTTPS://Mines.Example/Law', [['HTTPS://Mines.Example/Law', 'https://mines.example/Law']]],
  ['javascript', 'javascript:alert(1) data:text/html,x file:///etc/passwd mailto:a@b.example ftp://x.example', []],
  ['no scheme', 'www.mines.example and //mines.example', []],
  ['a scheme alone', 'https:// and http://', []],
  ['a scheme inside a word', 'xhttps://mines.example', []],
  ['a name and a password', 'https://bank.example:x@evil.example/', []],
  ['a point after it', 'Read https://mines.example/law.', [['https://mines.example/law', 'https://mines.example/law']]],
  ['several signs after it', '“https://mines.example”?!…', [['https://mines.example', 'https://mines.example/']]],
  ['an Arabic comma after it', 'https://mines.example/a، ثم', [['https://mines.example/a', 'https://mines.example/a']]],
  ['brackets around it', '(https://mines.example/a)', [['https://mines.example/a', 'https://mines.example/a']]],
  ['brackets in it', 'https://mines.example/a_(b)', [['https://mines.example/a_(b)', 'https://mines.example/a_(b)']]],
  [
    'brackets in it and around it',
    '(https://m.example/a_(b)).',
    [['https://m.example/a_(b)', 'https://m.example/a_(b)']],
  ],
  ['a tag after it', 'https://m.example/<script>', [['https://m.example/', 'https://m.example/']]],
  ['a quotation mark in it', 'https://m.example/"onclick="x', [['https://m.example/', 'https://m.example/']]],
  ['a sign that turns the writing', 'https://m.example/\u202egpj.exe', [['https://m.example/', 'https://m.example/']]],
  [
    'two',
    'https://a.example https://b.example',
    [
      ['https://a.example', 'https://a.example/'],
      ['https://b.example', 'https://b.example/'],
    ],
  ],
  ['a long one', long, [[`${long.slice(0, 80)}…`, long]]],
  ['one that is too long', `${long}${'a'.repeat(200)}`, []],
  ['a host that is none', 'https://[::x/ https://%', []],
]

test.each(links)('of %s exactly the addresses of the web become links', (_, text, expected) => {
  const parts = linkedText(text)
  expect(parts.flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []))).toEqual(expected)
  // Whatever was typed is still there, but for a long address that is shown short.
  if (!parts.some(({ text: shown }) => shown.endsWith('…') && shown.length === 81))
    expect(parts.map(({ text: shown }) => shown).join('')).toBe(text)
})

test('a text of nothing but brackets after an address takes no time', () => {
  const before = performance.now()
  for (let n = 0; n < 100; n += 1) linkedText(`https://m.example/${')'.repeat(3_000)}`)
  expect(performance.now() - before).toBeLessThan(1_000)
})
