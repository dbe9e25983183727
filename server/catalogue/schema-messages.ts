import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { didYouMean } from './problems.ts'

type Mistake = { message: string; at: string[] }

/** What a schema's complaint means to an author, and the place to look at. One complaint may name several fields. */
export function describeError(error: TLocalizedValidationError, schema: TSchema, path: string[]): Mistake[] {
  const name = path.length === 0 ? 'the file' : `"${nameOf(path)}"`
  const here = (message: string) => [{ message, at: path }]
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.flatMap((field) =>
        here(field === 'en' ? `the English text of ${name} is missing` : `the field "${field}" is missing`),
      )
    case 'additionalProperties':
      return error.params.additionalProperties.map((field) => ({
        message: `there is no field "${field}" here${didYouMean(field, fieldsAt(schema, error.schemaPath))}`,
        at: [...path, field],
      }))
    case 'boolean':
      return [] // TypeBox reports a field that is too many twice, the second time as this.
    case 'type':
      return here(`${name} must be ${kinds[String(error.params.type)] ?? `of type ${error.params.type}`}`)
    case 'enum':
      return here(`${name} must be one of ${error.params.allowedValues.join(', ')}`)
    case 'const':
      return here(`${name} must be ${error.params.allowedValue}`)
    case 'minimum':
      return here(`${name} must not be less than ${error.params.limit}`)
    case 'maximum':
      return here(`${name} must not be more than ${error.params.limit}`)
    case 'exclusiveMinimum':
      return here(`${name} must be more than ${error.params.limit}`)
    case 'minItems':
      return here(`${name} needs at least ${error.params.limit}`)
    case 'pattern':
      return here(`${name} ${patterns[String(error.params.pattern)] ?? `must match ${error.params.pattern}`}`)
    default:
      return here(`${name} ${error.message}`)
  }
}

export const slugPattern = '^[a-z0-9]+(-[a-z0-9]+)*$'
export const datePattern = '^\\d{4}-\\d{2}-\\d{2}$'
export const textPattern = '\\S'
const patterns: Record<string, string> = {
  [slugPattern]: 'must be of small letters a to z, digits and single hyphens',
  [datePattern]: 'must be a date such as 2026-11-24',
  [textPattern]: 'is empty',
}

const kinds: Record<string, string> = {
  object: 'a group of fields',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
}

/** The nearest name: of the fourth entry of a list `options`, "options 4". */
function nameOf(path: string[]): string {
  const last = path.at(-1) ?? ''
  return /^\d+$/.test(last) ? `${path.at(-2) ?? 'entry'} ${Number(last) + 1}` : last
}

/** The fields that the schema's part at `#/properties/portal` knows. */
function fieldsAt(schema: TSchema, schemaPath: string): string[] {
  let part: unknown = schema
  for (const step of schemaPath.split('/').slice(1)) part = Object(part)[step]
  return Object.keys(Object(Object(part).properties))
}
