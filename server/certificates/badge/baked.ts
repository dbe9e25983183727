import { rasterise, type Shape } from '../../platform/documents/raster.ts'
import type { CredentialRecord } from '../record.ts'
import { drawBadge, side } from './badge-drawing.ts'
import { encodePng, readTextOfPng } from './png.ts'

/** Open Badges 3.0, 5.3: where a picture keeps its credential. */
const keyword = 'openbadgecredential'
const [opening, closing] = ['<openbadges:credential', '</openbadges:credential>']
const [literal, literalEnd] = ['<![CDATA[', ']]>']

export const bakedPng = (record: CredentialRecord, credential: string): Buffer =>
  encodePng(rasterise(drawBadge(record), side, side), side, { [keyword]: credential })

export function bakedSvg(record: CredentialRecord, credential: string): string {
  const size = `width="${side}" height="${side}" viewBox="0 0 ${side} ${side}"`
  const namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
  // The end of a literal cannot stand in one: it is split between two.
  const kept = `${literal}${credential.replaceAll(literalEnd, `]]${literalEnd}${literal}>`)}${literalEnd}`
  return `<svg ${namespaces} ${size} role="img">${opening}>${kept}${closing}
<title>${escaped(`${record.course_title}, ${record.name}`)}</title>
${drawBadge(record).map(pathOf).join('\n')}
</svg>
`
}

export const unbakePng = (file: Uint8Array, mostBytes: number): Buffer | null => readTextOfPng(file, keyword, mostBytes)

/** The credential of a picture of that kind; null where there is none. A JWT stands in an attribute. */
export function unbakeSvg(text: string): string | null {
  const start = text.indexOf(opening)
  const tagEnd = start < 0 ? -1 : text.indexOf('>', start)
  if (tagEnd < 0) return null
  const attribute = /\bverify\s*=\s*["']([\w.-]+)["']/.exec(text.slice(start, Math.min(tagEnd, start + 20_000)))
  if (attribute?.[1]) return attribute[1]
  const end = text.indexOf(closing, tagEnd)
  if (end < 0) return null
  const inside = text.slice(tagEnd + 1, end).trim()
  if (inside.startsWith(literal)) return inside.replaceAll(literal, '').replaceAll(literalEnd, '')
  return unescaped(inside)
}

const pathOf = ({ path, fill }: Shape): string =>
  `<path fill="${fill}" d="${path.map(({ command, at }) => command + at.map((value) => Number(value.toFixed(2))).join(' ')).join('')}"/>`

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)
const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
