import { expect, test } from 'vitest'
import { type Outline, outlineOf } from '../../server/platform/documents/outlines.ts'

function outlined(text: string): Outline {
  const outline = outlineOf(text, 'serif-bold', 100)
  if (!outline) throw new Error(`${text} has no outline`)
  return outline
}

/** Every coordinate of a line, to the hundredth, begun further right. */
const traced = ({ path }: Outline, x = 0) =>
  path.flatMap(({ command, at }) => [
    command,
    ...at.map((value, place) => (value + (place % 2 === 0 ? x : 0)).toFixed(2)),
  ])

/** The lines of some texts, one to the right of the other. */
function inRow(texts: string[]) {
  let x = 0
  return texts.flatMap((text) => {
    const outline = outlined(text)
    const row = traced(outline, x)
    x += outline.width
    return row
  })
}

test('letters of Arabic stand from right to left', () => {
  // None of these joins the next one: each looks as it does alone.
  expect(traced(outlined('دروي'))).toEqual(inRow(['ي', 'و', 'ر', 'د']))
  expect(traced(outlined('دروي'))).not.toEqual(inRow(['د', 'ر', 'و', 'ي']))
})

test('letters that join have the shapes they have in a word', () => {
  expect(traced(outlined('محمد'))).not.toEqual(inRow(['د', 'م', 'ح', 'م']))
  expect(outlined('محمد').width).toBeLessThan(['م', 'ح', 'م', 'د'].reduce((sum, one) => sum + outlined(one).width, 0))
})

test('words of Arabic, Latin and numbers stand in the order in which they are read', () => {
  const starts = (whole: string, first: string) => {
    const begun = traced(outlined(first))
    expect(traced(outlined(whole)).slice(0, begun.length), whole).toEqual(begun)
  }
  starts('أمينة Amina Sow', 'Amina Sow')
  starts('أمينة دروي', 'دروي')
  starts('Amina أمينة', 'Amina ')
  starts('أمينة Amina 2026 دروي', 'دروي')
  starts('قسم ٢٠٢٦', '٢٠٢٦')
})

test('brackets around Arabic face each other', () => {
  const begun = traced(outlined('('))
  expect(traced(outlined('(دروي)')).slice(0, begun.length)).toEqual(begun)
})

test('Ethiopic and Latin run from left to right', () => {
  expect(traced(outlined('ኃይለ'))).toEqual(inRow(['ኃ', 'ይ', 'ለ']))
})

test('marks of direction take no place, and a script that no font has gives nothing', () => {
  expect(outlined('\u202bدروي\u202c')).toEqual(outlined('دروي'))
  expect(outlineOf('ⵜⵉⵏ', 'serif-bold', 100)).toBe(null)
})
