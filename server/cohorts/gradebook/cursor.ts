import { isId } from '../../platform/data/ids.ts'
import { type Sort, sorts } from './filter.ts'

/** Between two learners of a sorted list. `rank` and `folded` are what the list is sorted by, as the query gives them. */
export type Place = { direction: 'after' | 'before'; rank: number; folded: string; id: string }

/** Characters of an address's cursor: four bytes for each of the sixty letters of a name, and what stands around them. */
const longest = 600

/** A place as an address carries it. It says by what its list is sorted, since in another list it means nothing. */
export const cursorOf = (sort: Sort, { direction, rank, folded, id }: Place): string =>
  Buffer.from(JSON.stringify([sort, direction, rank, folded, id])).toString('base64url')

/** The place that a cursor names in a list that is sorted so; null for everything else that may stand there. */
export function readCursor(cursor: unknown, sort: Sort): Place | null {
  if (typeof cursor !== 'string' || cursor.length > longest) return null
  const parts = parse(Buffer.from(cursor, 'base64url').toString())
  if (!Array.isArray(parts)) return null
  const [own, direction, rank, folded, id]: unknown[] = parts
  if (sorts.find((known) => known === own) !== sort) return null
  if (direction !== 'after' && direction !== 'before') return null
  if (typeof rank !== 'number' || !Number.isSafeInteger(rank)) return null
  // PostgreSQL takes neither a NUL nor half of a sign.
  if (typeof folded !== 'string' || folded.includes('\0') || !folded.isWellFormed()) return null
  return typeof id === 'string' && isId(id) ? { direction, rank, folded, id } : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
