import { type Issued as BadgeIssued, badgeOf } from '../badge/badge.ts'
import type { JsonObject } from '../badge/json.ts'
import type { ComparedField } from './compare-text.ts'

export type BadgeField = ComparedField | 'expires_on' | 'other'
type Value = JsonObject[string] | undefined

/** Where each field stands in a badge. */
const places: [BadgeField, string[]][] = [
  ['name', ['credentialSubject', 'identifier', '0', 'identityHash']],
  ['course', ['name']],
  ['course', ['credentialSubject', 'achievement', 'name']],
  ['length', ['credentialSubject', 'achievement', 'criteria', 'narrative']],
  ['award', ['credentialSubject', 'result', '0', 'value']],
  ['issued_on', ['validFrom']],
  ['expires_on', ['validUntil']],
  ['issuer', ['issuer', 'name']],
]

/** Which fields of a badge are not as in the one that we issued; `other` where it differs elsewhere, in its proof or its form. */
export function differingInBadge(issued: BadgeIssued, publicUrl: string, found: JsonObject): BadgeField[] {
  const ours = JSON.parse(JSON.stringify(badgeOf(issued, publicUrl)))
  const fields = places.flatMap(([field, path]) =>
    JSON.stringify(at(ours, path)) === JSON.stringify(at(found, path)) ? [] : [field],
  )
  return fields.length > 0 ? [...new Set(fields)] : ['other']
}

const at = (value: Value, [step, ...rest]: string[]): Value =>
  step === undefined ? value : at(Object(value)[step], rest)
