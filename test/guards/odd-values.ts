import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// What nobody sends by mistake: parts of addresses, questions after them, fields of forms, and bodies that are no forms.

const nobodysId = '00000000-0000-4000-8000-000000000000'
export const oddParts = [
  ...['x', '-1', '__proto__', 'constructor', 'toString', nobodysId, nobodysId.slice(1), '9'.repeat(30), '%20'],
  ...[
    '%2e%2e',
    '..%2f..%2fpackage.json',
    '%00',
    '%ff',
    '%ED%A0%80',
    '%E0%A4%A',
    '%',
    '%25',
    '%F0%9F%92%A9',
    '%e2%80%ae',
  ],
  ...["1'or'1'='1", 'x'.repeat(190), 'x'.repeat(300), '%D9%83%D9%88%D8%AF', 'a%0d%0ab%3Ac'],
]
export const oddQueries = [
  ...['page=-1', 'page=0', 'page=1e9', 'page=99999999999999999999', 'page=NaN', 'page=', 'page=1&page=2', 'page[]=1'],
  ...['search=%25_%5C', 'search=%ff', 'search=a&search=b', `search=${'x'.repeat(5000)}`, 'role=emperor', 'role=%27'],
  ...['next=//evil.example', 'next=%5C%5Cevil', 'next=a&next=b', 'lang=__proto__', 'lang=%ED%A0%80'],
  ...['__proto__=x', 'constructor=x', '=', '%', '&&&', '%00=x', 'programme=x', 'code=%20', 'saved=', 'unclear=yes'],
]

const halfOfASign = '\ud800'
const oddValues = [
  ...['', ' ', '-1', '1,2,3', '1e999', '9'.repeat(400), '2026-02-30', '0000-00-00', '99999-01-01', '\u202e'],
  ...[
    '__proto__',
    'x'.repeat(20_000),
    '﷽'.repeat(300),
    "'; drop table accounts; --",
    '<script>',
    '{n}',
    '\r\nBcc: x',
    'a\0b',
  ],
  ...[nobodysId, 'a@b.example\nx', '😀'.repeat(120), halfOfASign],
]

const root = resolve(import.meta.dirname, '../..')
const views = globSync('views/**/*.eta', { cwd: root }).map((file) => readFileSync(resolve(root, file), 'utf8'))
/** The names of the fields of all forms. */
export const fields = [
  ...new Set(views.flatMap((view) => [...view.matchAll(/\bname[=:] ?['"]([\w-]+)['"]/g)].map(([, name = '']) => name))),
]

export type Body = { type: string; payload: string | Buffer }
const form = 'application/x-www-form-urlencoded'
/** A little less than what is too large for any form. */
const mostBytes = 250_000

/** Bodies in which each of these names has an odd value, and bodies of other kinds. */
export function oddBodies(names: string[]): Body[] {
  const encoded = (text: string) => (text === halfOfASign ? '%ED%A0%80' : encodeURIComponent(text))
  const each = (one: (name: string) => string) => names.map(one).join('&').slice(0, mostBytes)
  const forms = [
    ...oddValues.map((value) => each((name) => `${name}=${encoded(value)}`)),
    each((name) => `${name}=a&${name}=b`),
    each((name) => `${name}[]=a&${name}[x]=b&${name}.x=c`),
    '__proto__=x&constructor=y&toString=z&hasOwnProperty=w&__proto__=v',
    'f='.repeat(mostBytes / 4).replaceAll('f', '&f'),
    ...['&&&=&=&', '%', '%ff=%fe', '%00=x', 'x=%00'],
    Buffer.from([0x6e, 0x3d, 0xff, 0xfe, 0xed, 0xa0, 0x80]), // n= and what is no UTF-8
  ]
  const object = (value: string) => `{${names.map((name) => `"${name}":${value}`).join(',')}}`
  const json = [
    'null',
    '[]',
    '17',
    '"x"',
    '{',
    '{"__proto__":{"a":1}}',
    object('{"a":[1]}'),
    object('17'),
    object('null'),
  ]
  const others = ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'nonsense', '']
  return [
    ...forms.map((payload) => ({ type: form, payload })),
    ...json.map((payload) => ({ type: 'application/json', payload })),
    ...others.map((type) => ({ type, payload: 'name=x' })),
  ]
}
