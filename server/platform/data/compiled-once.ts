import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './database.ts'

/**
 * A query of a busy page, whose text is built at its first call only: later calls put their values into it, which saves
 * a third of what the query costs this process. `build` must pass its values on as they are, without looking at them.
 */
export function compiledOnce<Row, Values extends string[]>(build: (db: Db, ...values: Values) => Compilable<Row>) {
  let query: CompiledQuery<Row> | undefined
  let places: number[] = [] // for each parameter the value it takes, or -1 for one that is the same at every call
  return async (db: Db, ...values: Values): Promise<Row[]> => {
    if (!query) {
      const marks = values.map((_, n) => `value ${n}`)
      // Marks stand in for values of the same number, and values are texts.
      query = build(db, ...(marks as Values)).compile()
      places = query.parameters.map((parameter) => marks.indexOf(String(parameter)))
    }
    const parameters = query.parameters.map((own, n) => values[places[n] ?? -1] ?? own)
    return (await db.executeQuery<Row>({ ...query, parameters })).rows
  }
}
