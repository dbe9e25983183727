import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { interfaceLanguages, languages } from '../../server/platform/words/languages.ts'

const root = resolve(import.meta.dirname, '../..')
const readWords = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `views/locales/${language}.json`), 'utf8'))
const words = new Map(languages.map((language) => [language, readWords(language)]))
const english = readWords('en')
const others = languages.filter((language) => language !== 'en')
const isWhole = (language: string) => interfaceLanguages.some((one) => one === language)
const all = [...words].flatMap(([language, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ language, key, text, parts: parse(text, { ignoreTag: true }) })),
)
type Text = (typeof all)[number]
const namesOf = (texts: Text[]) => texts.map(({ language, key, text }) => `${language} ${key}: ${text}`)

/** A message's arguments, each with its kind: what is counted, shown as a number or chosen by stays so in any language. */
function argumentsOf(elements: MessageFormatElement[]): string[] {
  const found = elements.flatMap((element): string[] => {
    if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) return []
    const inner = 'options' in element ? Object.values(element.options).flatMap(({ value }) => argumentsOf(value)) : []
    const kinds: Partial<Record<TYPE, string>> = { [TYPE.argument]: 'text', [TYPE.date]: 'date', [TYPE.time]: 'date' }
    const kind =
      element.type === TYPE.select ? Object.keys(element.options).sort().join('|') : (kinds[element.type] ?? 'number')
    return [`${element.value} ${kind}`, ...inner]
  })
  return [...new Set(found)].sort()
}

/** Every text that a message may become, with ￼ where an argument stands. */
function readings(elements: MessageFormatElement[]): string[] {
  return elements.reduce<string[]>(
    (before, element) => {
      const next =
        element.type === TYPE.literal
          ? [element.value]
          : 'options' in element
            ? Object.values(element.options).flatMap(({ value }) => readings(value))
            : ['\ufffc']
      return before.flatMap((text) => next.map((more) => text + more))
    },
    [''],
  )
}
const wrongly = (pattern: RegExp) => (text: Text) => readings(text.parts).some((reading) => pattern.test(reading))

test.each(others)(
  '%s has the same words as English, or those of certificates, in the same order, none of them empty',
  (language) => {
    const own = Object.keys(words.get(language) ?? {})
    expect(own).toEqual(Object.keys(english).filter((key) => isWhole(language) || own.includes(key)))
    expect(namesOf(all.filter(({ text }) => text.trim() === ''))).toEqual([])
  },
)

test.each(others)('a text takes the same arguments in %s as in English', (language) => {
  const differing = all.filter(
    (text) =>
      text.language === language &&
      `${argumentsOf(text.parts)}` !== `${argumentsOf(parse(english[text.key] ?? '', { ignoreTag: true }))}`,
  )
  expect(namesOf(differing)).toEqual([])
})

test('apostrophes and quotation marks are curved, a leader is one sign, and no space is doubled', () => {
  expect(namesOf(all.filter(({ text }) => text.includes("'")))).toEqual([])
  expect(namesOf(all.filter(wrongly(/"|\.\.\.| {2}/)))).toEqual([])
})

test('French keeps its signs with their words: a space that does not break before ; : ? ! % and inside « »', () => {
  // A time (18:00) and an address (https://) have none.
  const loose = /(?<![\u00a0\u202f])(?:[;?!%»]|:(?![\d/]))|«(?![\u00a0\u202f])/
  const french = all.filter(({ language }) => language === 'fr')
  expect(namesOf(french.filter(wrongly(loose)))).toEqual([])
})

test.each(others)('no sentence stands in English in %s', (language) => {
  const left = all.filter((text) => text.language === language && text.text === english[text.key])
  expect(namesOf(left.filter(({ text }) => text.split(/\s+/).length > 3))).toEqual([])
})

test('every word is used somewhere', () => {
  const files = globSync(['server/**/*.ts', 'views/**/*.eta'], { cwd: root })
  const sources = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const quoted = new Set([...sources.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name))
  // A key may be put together, `phase.${phase}`: then what is put in must itself be named somewhere, as 'prepare' is.
  const composed = [...sources.matchAll(/`([\w-]+(?:\.[\w-]+)*\.\$\{[^`]*)`/g)].map(
    ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '([\\w.-]+)')}$`),
  )
  const isUsed = (key: string) => quoted.has(key) || composed.some((one) => quoted.has(one.exec(key)?.[1] ?? ''))
  const unused = Object.keys(english).filter((key) => !isUsed(key))
  expect(unused).toEqual([])
})
