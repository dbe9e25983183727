import { createHash } from 'node:crypto'
import type { Shuffle } from './item-type.ts'

/** An order of the options that depends on the attempt and the item alone, so it can be drawn again. */
export const shuffleFor =
  (attemptId: string) =>
  (itemId: string): Shuffle =>
  (list) =>
    list
      .map((entry, index) => ({ entry, rank: rank(`${attemptId} ${itemId} ${index}`) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ entry }) => entry)

const rank = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6)
