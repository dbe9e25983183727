import { rasterise } from '../../platform/documents/raster.ts'
import { box, mark } from '../badge/picture.ts'
import { encodePng } from '../badge/png.ts'

const side = 512

/** Our mark as the sign of a page that is kept on a telephone, with room around it for a round one. */
export const offlineIcon = (): Buffer => {
  const ground = { path: box(0, 0, side, side), fill: '#fdfcf9' }
  return encodePng(rasterise([ground, ...mark(116, 116, 280)], side, side), side, {})
}
