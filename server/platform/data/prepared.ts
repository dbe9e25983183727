import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** Statements kept prepared on a connection. The program has some hundred; lists of varying length could be endless. */
const mostNames = 1_000
/** Statements that came once and may come again: the oldest is forgotten, so that what comes once fills nothing. */
const mostSeen = 500

/**
 * The pool as Kysely is given it: a statement that comes a second time gets a name, so that the database parses and
 * plans it once for each connection. On the embedded engine that halves the time of a page's query.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()

  const nameOf = (text: string): string | null => {
    const known = names.get(text)
    if (known) return known
    if (seen.delete(text) && names.size < mostNames) {
      const name = `statement ${names.size + 1}`
      names.set(text, name)
      return name
    }
    seen.add(text)
    const [oldest] = seen
    if (oldest !== undefined && seen.size > mostSeen) seen.delete(oldest)
    return null
  }

  function wrap(client: pg.PoolClient): PostgresPoolClient {
    // Kysely calls `query` with a text and its values, or with one cursor; the answer is pg's own either way.
    const query = (text: unknown, values?: readonly unknown[]) => {
      const name = typeof text === 'string' && values ? nameOf(text) : null
      const call = client.query.bind(client) as (...call: unknown[]) => unknown
      return name ? call({ name, text, values }) : call(text, values)
    }
    return Object.assign(Object.create(client), { query })
  }

  return Object.assign(Object.create(pool), {
    async connect() {
      const client = await pool.connect()
      const wrapped = clients.get(client) ?? wrap(client)
      clients.set(client, wrapped)
      return wrapped
    },
    end: () => pool.end(),
  })
}
