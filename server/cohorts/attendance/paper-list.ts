import type { Problems } from '../../platform/web/forms.ts'

const noteCharacters = { least: 3, most: 300 } as const

/** Who was there and who was not after all, and why a trainer says so; ids as in `cohort_members`. */
export type PaperList = { present: string[]; absent: string[]; note: string }
type TypedList = { ok: boolean; list: PaperList; problems: Problems }

/** A list on paper, typed in afterwards. Boxes that were not touched say nothing: others may have been recorded since. */
export function readPaperList(body: unknown, people: ReadonlySet<string>): TypedList {
  const ticked = (name: string) => readTexts(body, name).filter((id) => people.has(id))
  const list = { present: ticked('present'), absent: ticked('absent'), note: readNote(body) }
  const problems: Problems = {}
  if (list.present.length + list.absent.length === 0) problems.present = 'attendance.nobody_ticked'
  if (list.note.length < noteCharacters.least || list.note.length > noteCharacters.most)
    problems.note = 'attendance.note.missing'
  return { ok: Object.keys(problems).length === 0, list, problems }
}

// A parsed form is an object of texts and lists of texts; anything else is read as nothing.
const field = (body: unknown, name: string): unknown => (body as Record<string, unknown> | null)?.[name]

/** In one order for all: two lists that come at once wait for each other rather than both for both. */
const readTexts = (body: unknown, name: string): string[] =>
  [...new Set([field(body, name)].flat().filter((text) => typeof text === 'string'))].sort()

/** A note that is far too long is cut where it is sure to be refused. */
function readNote(body: unknown): string {
  const note = field(body, 'note')
  return typeof note === 'string'
    ? note
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, 2 * noteCharacters.most)
    : ''
}
