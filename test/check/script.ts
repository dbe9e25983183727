import type { Eta } from 'eta'
import { blankComments } from '../../server/platform/web/templates.ts'

const opening = /<%[-_]?\s*[=~]?\s*/g
const closing = /\s*[-_]?%>/y

/**
 * Turns a template into statements, each at the very offset it has in the template, so that a place in one is a place
 * in the other. Text becomes `;`, `<%= x %>` becomes `;$( x );`, and `<%~ x %>` becomes `;_= x ;`. Every tag starts a
 * statement, as in the code that Eta makes. A statement tag ends in U+2028: one character, and a line's end to JavaScript.
 */
export function toScript(eta: Eta, source: string): string {
  const template = blankComments(source)
  let script = ''
  let text = ''
  for (const piece of eta.parse(template)) {
    if (typeof piece === 'string') {
      text = ';'
      continue
    }
    opening.lastIndex = script.length
    const opened = opening.exec(template)
    if (!opened) throw new Error('Eta found a tag where there is none')
    const [call, end] = piece.t === 'i' ? [';$(', ');'] : piece.t === 'r' ? [';_=', ';'] : [';', '\u2028']
    script += text.padEnd(opened.index - script.length) + call.padEnd(opened[0].length) + piece.val
    closing.lastIndex = script.length
    script += end.padEnd(closing.exec(template)?.[0].length ?? 0)
    text = ''
  }
  return script
}

export type Place = { line: number; column: number }

/** Line and column, both from 1, of an offset as an editor counts them. */
export function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, Math.max(0, offset)).split(/\r\n|[\r\n]/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The offset of a place as the compiler counts it, for which U+2028 and U+2029 end a line as well. */
export function offsetAt(text: string, place: Place): number {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|[\n\u2028\u2029])/)
  return lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length, 0) + place.column - 1
}
