import type { MarkdownIt, StateBlock } from 'markdown-it'
import { claimId, claimLabel, type Reading, readingOf } from './markdown-reading.ts'
import { didYouMean } from './problems.ts'

const kinds = ['example', 'mistake', 'note', 'sum'] as const
type Kind = (typeof kinds)[number]

const fence = /^:{3,}\s*(\S*)\s*(.*)$/

/**
 * `::: kind Title` … `:::`. Our own rule, because authors put a sum into an example with the same three colons, and
 * because one that is never closed must be found rather than closed silently at the end of the lesson.
 */
export function callouts(md: MarkdownIt): void {
  md.block.ruler.before('fence', 'callout', readCallout, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
}

function readCallout(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const opened = fence.exec(lineAt(state, start))
  if (!opened) return false
  if (silent) return true
  const [, name = '', title = ''] = opened
  const reading = readingOf(state.env)
  const report = (message: string) => reading.report(start + 1, message)
  if (name === '') {
    report('this ::: closes nothing')
    state.line = start + 1
    return true
  }
  const close = closeOf(state, start, end)
  if (!close.found) report(`the callout "${name}" is not closed: put ::: on a line of its own after it`)
  const kind = kinds.find((one) => one === name)
  if (!kind) report(`there is no callout "${name}", only ${kinds.join(', ')}${didYouMean(name, kinds)}`)
  if (kind === 'sum') pushSum(state, start, close)
  else pushNote(state, kind ?? 'note', title, start, close, reading)
  state.line = close.line + (close.found ? 1 : 0)
  return true
}

type Close = { line: number; found: boolean }

/** The line of its `:::`, past any callouts inside; a section's heading ends the search. */
function closeOf(state: StateBlock, start: number, end: number): Close {
  let open = 1
  for (let line = start + 1; line < end; line++) {
    const text = lineAt(state, line)
    if (/^#{1,2}\s/.test(text)) return { line, found: false }
    const name = fence.exec(text)?.[1]
    if (name !== undefined) open += name === '' ? -1 : 1
    if (open === 0) return { line, found: true }
  }
  return { line: end, found: false }
}

function pushNote(
  state: StateBlock,
  kind: Exclude<Kind, 'sum'>,
  title: string,
  start: number,
  close: Close,
  reading: Reading,
) {
  const label = title ? reading.words[kind] + reading.words.separator + title : reading.words[kind]
  const id = claimId(reading, `${kind}-${reading.callouts.length + 1}`)
  reading.callouts.push({ kind, line: start + 1 })
  claimLabel(reading, start + 1, label)
  if (reading.depth > 0) reading.report(start + 1, 'a callout stands inside another: only a sum may')

  const aside = state.push('callout_open', 'aside', 1)
  aside.attrs = [
    ['class', kind === 'note' ? 'note' : `note ${kind}`],
    ['aria-labelledby', id],
  ]
  aside.map = [start, close.line]
  const level = state.tokens.some((token) => token.type === 'heading_open' && token.tag === 'h2') ? 'h3' : 'h2'
  state.push('callout_title_open', level, 1).attrs = [['id', id]]
  const inline = state.push('inline', '', 0)
  Object.assign(inline, { content: label, children: [], map: [start, start + 1] })
  state.push('callout_title_close', level, -1)

  const { lineMax, parentType } = state
  Object.assign(state, { lineMax: close.line, parentType: 'callout' })
  const enclosing = close.found ? 1 : 0 // what follows one that is never closed is hardly meant to stand inside it
  reading.depth += enclosing
  state.md.block.tokenize(state, start + 1, close.line)
  reading.depth -= enclosing
  Object.assign(state, { lineMax, parentType })
  state.push('callout_close', 'aside', -1)
}

/** The lines of a calculation are text as they stand: one that begins with a minus or a number is no list. */
function pushSum(state: StateBlock, start: number, close: Close) {
  const lines = Array.from({ length: close.line - start - 1 }, (_, index) => lineAt(state, start + 1 + index).trim())
  state.push('paragraph_open', 'p', 1).attrs = [['class', 'sum']]
  const inline = state.push('inline', '', 0)
  Object.assign(inline, {
    content: lines.filter(Boolean).join('\n'),
    children: [],
    map: [start + 1, close.line],
    info: 'sum',
  })
  state.push('paragraph_close', 'p', -1)
}

const lineAt = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
