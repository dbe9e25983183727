import type { ClauseItem } from './clause.ts'
import { readPhrases } from './phrases.ts'

type Problem = { path: string; message: string }

/** What is wrong with a clause beyond its shape. */
export function clauseProblems({ text, problems, key, feedback = {} }: ClauseItem): Problem[] {
  const idsIn = (one: string) => readPhrases(one).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.id]))
  const ids = idsIn(text.en)
  const texts = Object.entries(text).flatMap(([language, own]) =>
    textProblems(own, idsIn(own), ids).map((message) => ({ path: `/text/${language}`, message })),
  )
  const reasons = problems.map(({ id }) => id)
  const risky = Object.keys(key)
  const unknown = (id: string) => `the text has no phrase "${id}"${ids.length > 0 ? `, but ${ids.join(', ')}` : ''}`
  const found = [
    ...texts,
    ...repeated(reasons, (index) => `/problems/${index}/id`, 'problem'),
    ...Object.entries(key).flatMap(([id, reason]) => [
      ...(ids.includes(id) ? [] : [{ path: `/key/${id}`, message: unknown(id) }]),
      ...(reasons.includes(reason)
        ? []
        : [{ path: `/key/${id}`, message: `the key "${reason}" is not among the problems ${reasons.join(', ')}` }]),
    ]),
    ...Object.keys(feedback)
      .filter((id) => !ids.includes(id))
      .map((id) => ({ path: `/feedback/${id}`, message: unknown(id) })),
  ]
  if (risky.length === 0) found.push({ path: '/key', message: 'no phrase is risky: the key needs one at least' })
  else if (found.length === 0 && ids.every((id) => risky.includes(id)))
    found.push({ path: '/key', message: 'every phrase is risky: mark a harmless one in the text' })
  return found
}

function textProblems(text: string, own: string[], english: string[]): string[] {
  const rest = readPhrases(text).filter((piece) => typeof piece === 'string')
  const missing = english.filter((id) => !own.includes(id))
  const more = own.filter((id) => !english.includes(id))
  return [
    ...(rest.some((piece) => /[[\]]/.test(piece))
      ? ['square brackets mark phrases only: write [name: phrase], the name of small letters, digits and hyphens']
      : []),
    ...repeated(own, () => '', 'phrase').map(({ message }) => message),
    ...missing.map((id) => `the phrase "${id}" of the English text is missing`),
    ...more.map((id) => `the English text has no phrase "${id}"`),
  ]
}

const repeated = (ids: string[], pathOf: (index: number) => string, what: string): Problem[] =>
  ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [{ path: pathOf(index), message: `the ${what} "${id}" stands here twice` }] : [],
  )
