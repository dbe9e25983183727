import type { MarkdownIt, Token } from 'markdown-it'
import { claimId, claimLabel, plainText, type Reading } from './markdown-reading.ts'

/**
 * A table with the paragraph `Table: …` before it as its caption, in a frame that scrolls by itself and can be reached
 * by keyboard. Row and column heads are marked as such, numbers (columns `--:`) have the class `n`.
 */
export function withTables(tokens: Token[], reading: Reading, md: MarkdownIt): Token[] {
  const make = maker(md)
  const result: Token[] = []
  let number = 0
  for (const [index, token] of tokens.entries()) {
    const line = (token.map?.[0] ?? 0) + 1
    if (token.type === 'inline' && isCaption(token) && tokens[index + 2]?.type !== 'table_open')
      reading.report(line, 'a caption "Table: …" stands before no table')
    if (token.type === 'table_open') {
      number++
      const id = claimId(reading, `table-${number}`)
      const inline = result.at(-2)
      const frame = make('scroll_open', 'div', 1, [
        ['class', 'scroll'],
        ['role', 'region'],
        ['aria-labelledby', id],
        ['tabindex', '0'],
      ])
      if (inline?.type === 'inline' && isCaption(inline)) {
        result.splice(-3)
        claimLabel(reading, (inline.map?.[0] ?? 0) + 1, plainText(withoutPrefix(inline)))
        result.push(
          frame,
          token,
          make('caption_open', 'caption', 1, [['id', id]]),
          inline,
          make('caption_close', 'caption', -1),
        )
      } else {
        reading.report(line, 'the table has no caption: put a paragraph "Table: what it shows, unit" before it')
        result.push(frame, token)
      }
    } else result.push(token)
    if (token.type === 'table_close') result.push(make('scroll_close', 'div', -1))
  }
  return markCells(result, reading, make)
}

const isCaption = (inline: Token): boolean => /^Table:\s/.test(inline.content)

function withoutPrefix(inline: Token): Token {
  const first = inline.children?.[0]
  if (first) first.content = first.content.replace(/^Table:\s*/, '')
  return inline
}

function markCells(tokens: Token[], reading: Reading, make: Make): Token[] {
  let head = false
  let column = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'thead_open') head = true
    if (token.type === 'tbody_open') head = false
    if (token.type === 'tr_open') column = 0
    if (token.type !== 'th_open' && token.type !== 'td_open') continue
    const right = token.attrGet('style') === 'text-align:right'
    const text = plainText(tokens[index + 1])
    token.attrs = []
    if (head) {
      token.attrs.push(['scope', 'col'])
      if (text === '') reading.report(lineOfCell(tokens, index), `column ${column + 1} of the table has no heading`)
    } else if (column === 0 && text !== '') {
      token.attrs.push(['scope', 'row'])
      for (const end of [token, tokens[index + 2]]) if (end) end.tag = 'th'
    }
    if (right) token.attrs.push(['class', 'n'])
    column++
  }
  return withTotals(tokens, make)
}

function lineOfCell(tokens: Token[], index: number): number {
  return (tokens.slice(0, index).findLast((token) => token.map !== null)?.map?.[0] ?? 0) + 1
}

/** A last row whose first cell is wholly bold is the sum of the others, and stands in the table's foot. */
function withTotals(tokens: Token[], make: Make): Token[] {
  const result = [...tokens]
  for (let end = result.length - 1; end >= 0; end--) {
    if (result[end]?.type !== 'tbody_close') continue
    const row = result.slice(0, end).findLastIndex((token) => token.type === 'tr_open')
    const cell = result[row + 2]
    if (!cell || result[row - 1]?.type === 'tbody_open' || !/^\*\*[^*]+\*\*$/.test(cell.content)) continue
    cell.children = (cell.children ?? []).filter((child) => !child.type.startsWith('strong'))
    result.splice(end, 1, make('tfoot_close', 'tfoot', -1))
    result.splice(row, 0, make('tbody_close', 'tbody', -1), make('tfoot_open', 'tfoot', 1))
  }
  return result
}

type Make = (type: string, tag: string, nesting: 1 | -1, attrs?: [string, string][]) => Token

function maker(md: MarkdownIt): Make {
  const { Token } = new md.core.State('', md, {})
  return (type, tag, nesting, attrs = []) => Object.assign(new Token(type, tag, nesting), { attrs, block: true })
}
