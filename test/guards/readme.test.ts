import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(resolve(root, file), 'utf8')
const readme = read('README.md')
const unique = (names: Iterable<string>) => [...new Set(names)].sort()

test('every setting that the program reads stands in the README’s table, and every row is read', () => {
  const settings = [...read('server/config.ts').matchAll(/setting\(\s*'([A-Z_]+)'|env\.([A-Z_]+)/g)]
  const table = readme.split('## Settings')[1]?.split('\n## ')[0] ?? ''
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  )
  expect(unique(named)).toEqual(unique(settings.map(([, first, second]) => first ?? second ?? '')))
  const forTests = [...read('test/run.ts').matchAll(/process\.env\.(\w+)/g)].map(([, name = '']) => name)
  expect(forTests).toContain('TEST_DATABASE_URL')
  expect(forTests.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

test('every script stands in the README, and every command of the README is a script', () => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
  const commands = [...readme.matchAll(/npm (?:run ([a-z:-]+)|(start|test))/g)].map(([, run, own]) => run ?? own ?? '')
  expect(unique(commands)).toEqual(unique(scripts))
})

test('no link or picture of the README leads to a missing file', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)|src="([^"]+)"/g)].map(
    ([, link, src]) => link ?? src ?? '',
  )
  const paths = [...readme.matchAll(/`((?:server|views|courses|test|migrations|public)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  )
  expect([...links, ...paths].filter((path) => !existsSync(resolve(root, path)))).toEqual([])
})

test('the README’s defaults are those of the program', () => {
  const given = [...read('server/config.ts').matchAll(/setting\('([A-Z_]+)', (?:'([^']*)'|(\d+)),/g)]
  expect(given.length).toBeGreaterThan(5)
  const wrong = given.filter(([, name, text, number]) => {
    const row = readme.split('\n').find((line) => new RegExp(`^\\|[^|]*\`${name}\``).test(line)) ?? ''
    const defaults = [...(row.split(' | ').at(-1) ?? '').matchAll(/`(?:\.\/)?([^`]*)`/g)].map(([, value]) => value)
    return !defaults.includes(text ?? number)
  })
  expect(wrong.map(([setting]) => setting)).toEqual([])
})

test('the program reads its environment in one place', () => {
  const readers = globSync('server/**/*.ts', { cwd: root }).filter((file) =>
    read(file).replaceAll('readConfig(process.env', '').includes('process.env'),
  )
  expect(readers).toEqual([])
})

test('every command of the operator’s has its script', () => {
  const table = read('server/cli.ts').split('const commands')[1]?.split('\n}\n')[0] ?? ''
  const commands = [...table.matchAll(/^ {2}(?:async )?'?([\w:-]+)'?(?:\(|: \()/gm)].map(([, name = '']) => name)
  const scripts = [...read('package.json').matchAll(/node server\/cli\.ts ([\w:-]+)/g)].map(([, name = '']) => name)
  expect(unique(commands)).toEqual(unique(scripts))
})

test('the people whom the README names can sign in to the demo, with that password', () => {
  const demo = globSync('server/demo/*.ts', { cwd: root }).map(read).join('\n')
  const people = (text: string, quote: string) =>
    unique([...text.matchAll(new RegExp(`${quote}(\\w+@demo\\.test)${quote}`, 'g'))].map(([, name = '']) => name))
  expect(people(readme, '`')).toEqual(people(demo, "'"))
  expect(readme).toContain(/'(third-pillar-[\w-]+)'/.exec(demo)?.[1] ?? 'a password that the demo does not have')
})
