/**
 * A text of several lines from a form, with plain line ends; `most` in characters. One that is far too long is cut where
 * it is sure to be refused.
 */
export function readLongText(body: unknown, name: string, most: number): { text: string; fits: boolean } {
  // A body parsed from a form is an object of strings and lists of strings; anything else is read as empty.
  const value = (body as Record<string, unknown> | null)?.[name]
  const typed = typeof value === 'string' ? value : ''
  const text = typed
    .replaceAll(/\r\n?/g, '\n')
    .trim()
    .slice(0, 3 * most)
    .toWellFormed()
  const length = [...text].length
  return { text, fits: length > 0 && length <= most }
}
