import { createHash } from 'node:crypto'
import type { Quiz } from '../catalogue/course.ts'
import type { Language } from '../platform/words/languages.ts'
import type { Draw } from './item-type.ts'
import { type ShownItem, showItem } from './item-types.ts'

/**
 * The items of an attempt as they are shown: drawn from the bank, in the order and with the numbers that the seed
 * decides. The same quiz, seed and learner give the same items, always.
 */
export function drawItems(
  quiz: Pick<Quiz, 'items' | 'draw' | 'form' | 'shuffle_items'>,
  { seed, learnerId, language }: { seed: string; learnerId: string; language: Language },
): ShownItem[] {
  const drawn = quiz.draw
    ? quiz.draw.flatMap(({ objective, count }) => {
        const bank = quiz.items.filter((item) => item.objective === objective)
        return drawFor(`${seed} ${objective}`)
          .shuffle(formOf(bank, quiz.form, learnerId))
          .slice(0, count)
      })
    : quiz.items
  // As the bank lists them, unless the quiz shuffles its items.
  const inOrder = quiz.items.filter((item) => drawn.includes(item))
  const items = quiz.shuffle_items ? drawFor(`${seed} items`).shuffle(inOrder) : inOrder
  return items.map((item) => showItem(item, language, drawFor(`${seed} ${item.id}`)))
}

/**
 * Half of an objective's items for the pre-test, the other half for the post-test. Which half is which is dealt to each
 * learner anew, so that no item is easier before than after for the group as a whole.
 */
function formOf<T extends { id: string }>(bank: readonly T[], form: Quiz['form'], learnerId: string): readonly T[] {
  if (!form) return bank
  const dealt = bank.toSorted((a, b) => rank(`${learnerId} ${a.id}`) - rank(`${learnerId} ${b.id}`))
  return dealt.filter((_, index) => (index % 2 === 0) === (form === 'pre'))
}

/** What the text decides: orders and numbers, the next one other than the one before. */
export function drawFor(text: string): Draw {
  let calls = 0
  const random = () => {
    calls += 1
    return rank(`${text} ${calls}`) / 2 ** 48
  }
  return {
    random,
    shuffle: (list) =>
      list
        .map((entry) => ({ entry, place: random() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ entry }) => entry),
  }
}

const rank = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6)
