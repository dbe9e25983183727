import pg from 'pg'

type Parser = (text: string) => unknown

/** PostgreSQL counts in 64 bits; a number past 2^53 would be silently wrong, so it is an error. */
function readInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`The integer ${text} is too large for a JavaScript number.`)
  return value
}

const { int8, numeric, date } = { int8: 20, numeric: 1700, date: 1082 }
const { int8Array, numericArray, dateArray, textArray } = {
  int8Array: 1016,
  numericArray: 1231,
  dateArray: 1182,
  textArray: 1009,
}

const arrayOf = (read: Parser): Parser => {
  const readTexts: (text: string) => (string | null)[] = pg.types.getTypeParser(textArray)
  return (text) => readTexts(text).map((element) => (element === null ? null : read(element)))
}

const asWritten: Parser = (text) => text // a date is a day, not an instant: no time zone may touch it

const parsers = new Map<number, Parser>([
  [int8, readInteger],
  [numeric, Number],
  [date, asWritten],
  [int8Array, arrayOf(readInteger)],
  [numericArray, arrayOf(Number)],
  [dateArray, arrayOf(asWritten)],
])

/** For `pg`'s `types` option: kept on the pool, so nothing global changes. The rest are pg's own parsers. */
export const columnTypes: pg.CustomTypesConfig = {
  // pg's type lists its overloads one by one; ours is the one that covers them all.
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}
