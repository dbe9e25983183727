import QR from 'qrcode'

/** White modules that a reader needs around the code; the standard asks for four. */
const quiet = 4

/**
 * A QR code as one SVG path in module units, for paper and page alike. `side` is the whole square, quiet zone
 * (`quiet` on each edge) included: use it as `viewBox="0 0 side side"`. Medium error correction: a folded or stained print still opens.
 * Low where that would take more than `most` modules a side: a coarser code is read where a finer one is not.
 */
export function qrCode(text: string, most = Number.POSITIVE_INFINITY): { side: number; quiet: number; path: string } {
  const medium = QR.create(text, { errorCorrectionLevel: 'M' })
  const { modules } = medium.modules.size > most ? QR.create(text, { errorCorrectionLevel: 'L' }) : medium
  const path: string[] = []
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      const start = column
      while (column < modules.size && modules.get(row, column)) column++
      if (column > start) path.push(`M${start + quiet} ${row + quiet}h${column - start}v1h${start - column}z`)
    }
  }
  return { side: modules.size + 2 * quiet, quiet, path: path.join('') }
}
