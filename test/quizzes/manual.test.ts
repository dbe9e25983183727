import { readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ItemTypes } from '../../server/catalogue/item-types.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'

const readme = readFileSync(new URL('../../courses/README.md', import.meta.url), 'utf8')

/** The text of the first example that has `part` in it. */
function exampleIn(text: string, part: string): string {
  const blocks = text.match(/(?:^ {4}.*\n)+/gm) ?? []
  return blocks.find((block) => block.includes(part)) ?? expect.unreachable(`no example with "${part}"`)
}

test('the page for authors has the section of each type of item, in order', () => {
  const sections = `${Object.values(itemTypes)
    .map(({ manual }) => manual)
    .join('\n')}\n`
  const [start, end] = ['**choice**', '## The glossary']
  const standing = readme.slice(readme.indexOf(start), readme.indexOf(end))
  expect(standing, `from "${start}" to "${end}" courses/README.md must read:\n\n${sections}`).toBe(sections)
})

const general = parse(exampleIn(readme, 'explanation:'))

// As the catalogue sees them: a type's own check takes an item that its schema has accepted.
const types: ItemTypes = itemTypes as ItemTypes

test.each(Object.entries(itemTypes))('the example of %s is right', (name, { manual }) => {
  const item: unknown = { ...general, ...parse(exampleIn(manual, 'type:')) }
  const type = types[name] ?? expect.unreachable()
  expect([...Value.Errors(type.schema, item)]).toEqual([])
  expect(item).toHaveProperty('type', name)
  expect(type.problems?.(item)).toEqual([])
})
