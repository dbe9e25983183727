import { existsSync, readFileSync } from 'node:fs'
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
  expect(readme).toContain('TEST_DATABASE_URL')
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
