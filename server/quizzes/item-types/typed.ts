import type { Response } from '../item-type.ts'

/**
 * What was typed, as far as it can be stored: `most` UTF-16 units, as a field's `maxlength` counts them, without NUL
 * and without half of a character, which the database does not take.
 */
export const storable = (text: string, most: number): string => text.replaceAll('\0', '').slice(0, most).toWellFormed()

/** What stands in the field: nothing where nothing was given. */
export const typedOf = (response: Response | undefined): string => (typeof response === 'string' ? response : '')
