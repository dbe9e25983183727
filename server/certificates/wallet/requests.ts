import { isObject } from '../badge/json.ts'
import { type Form, forms, isForm, preAuthorized } from './issuer-metadata.ts'

/** What a wallet's request asks for, or the standard's word for what is wrong with it. */
export type Refused = { error: string }

/** A token request (OpenID for Verifiable Credential Issuance 1.0, 6.1). A field without a value is no field. */
export function readTokenRequest(body: unknown): { code: string; details: Form[] } | Refused {
  const fields = isObject(body) ? body : {}
  const repeated = Object.values(fields).some((value) => typeof value !== 'string')
  const { grant_type, 'pre-authorized_code': code, tx_code, authorization_details } = fields
  if (repeated || !grant_type) return { error: 'invalid_request' }
  if (grant_type !== preAuthorized) return { error: 'unsupported_grant_type' }
  // No second code is asked for, so one that comes belongs to another offer.
  if (typeof code !== 'string' || !code || tx_code) return { error: 'invalid_request' }
  const details = authorization_details ? readDetails(String(authorization_details)) : []
  return details ? { code, details } : { error: 'invalid_authorization_details' }
}

/** The forms that authorization details name (5.1.1); null for anything else. */
function readDetails(text: string): Form[] | null {
  const details = parsed(text)
  if (!Array.isArray(details) || details.length === 0) return null
  const named = details.map((detail: unknown) =>
    isObject(detail) && detail.type === 'openid_credential' ? detail.credential_configuration_id : null,
  )
  return named.every(isForm) ? [...new Set(named)] : null
}

/** A credential request (8.2). A proof of a wallet's key is neither asked for nor looked at. */
export function readCredentialRequest(body: unknown): { form: Form } | Refused {
  if (!isObject(body)) return { error: 'invalid_credential_request' }
  const { credential_configuration_id: configuration, credential_identifier: identifier, format } = body
  if (body.credential_response_encryption !== undefined) return { error: 'invalid_encryption_parameters' }
  const named = configuration ?? identifier
  if (configuration !== undefined && identifier !== undefined) return { error: 'invalid_credential_request' }
  // Wallets of before version 1.0 name the format alone.
  if (named === undefined && format !== undefined) return ofFormat(format)
  if (typeof named !== 'string') return { error: 'invalid_credential_request' }
  if (isForm(named)) return { form: named }
  return { error: identifier === undefined ? 'unknown_credential_configuration' : 'unknown_credential_identifier' }
}

function ofFormat(format: unknown): { form: Form } | Refused {
  const form = Object.keys(forms).find((name) => isForm(name) && forms[name] === format)
  return isForm(form) ? { form } : { error: 'unsupported_credential_format' }
}

/** The token that a request carries (RFC 6750, 2.1); null for none. */
export const bearerOf = (header: string | undefined): string | null =>
  /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1] ?? null

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
