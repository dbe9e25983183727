/** A mistake in a course file. `file` begins with the name of the courses folder; `line` counts from 1. */
export type Problem = { file: string; line: number; message: string }

/** Notes a mistake of the one file it was made for. */
export type Report = (line: number, message: string) => void

export const formatProblem = ({ file, line, message }: Problem): string => `${file}:${line}  ${message}`

/** By file and line, each once: a parser may pass a mistake more than once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const distinct = new Map(problems.map((problem) => [formatProblem(problem), problem]))
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return [...distinct.values()].toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message),
  )
}

/** `; did you mean "title"?` when one of the known words is near, otherwise nothing. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(wrong.length / 3)) + 1
  for (const word of known) {
    const distance = editDistance(wrong.toLowerCase(), word.toLowerCase())
    if (distance < bestDistance && distance < word.length) [best, bestDistance] = [word, distance]
  }
  return best === undefined ? '' : `; did you mean "${best}"?`
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const [above = 0, diagonal = 0, before = 0] = [row[j + 1], row[j], next[j]]
      next.push(Math.min(above + 1, before + 1, diagonal + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** The entries that have appeared before, each with its index in the list. */
export function repeatsOf<T>(values: readonly T[]): { value: T; index: number }[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [{ value, index }] : []))
}
