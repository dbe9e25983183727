import type { TSchema } from 'typebox'
import type { Item, ItemBase } from './course.ts'
import { didYouMean } from './problems.ts'
import { isRecord, readAs, type YamlFile } from './yaml-file.ts'

/**
 * What a higher layer knows about a type of item: the shape of an item in its file (all fields, `type` included), and
 * what no schema can say, each with the path inside the item ("/key" or "/options/2/id").
 */
export type ItemTypes = Record<
  string,
  { schema: TSchema; problems?(item: unknown): { path: string; message: string }[] }
>

/** The items of a quiz or bank that are right in themselves, as they are kept: `points` is 1 unless the file says more. */
export function readItems(file: YamlFile, count: number, itemTypes: ItemTypes): { item: ItemBase; index: number }[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const item = readItem(file, index, itemTypes)
    return item ? [{ item, index }] : []
  })
}

function readItem(file: YamlFile, index: number, itemTypes: ItemTypes): ItemBase | null {
  const path = ['items', index]
  const { items } = Object(file.value)
  const type: unknown = isRecord(items[index]) ? items[index].type : undefined
  const itemType = typeof type === 'string' && Object.hasOwn(itemTypes, type) ? itemTypes[type] : undefined
  if (!itemType) {
    const known = Object.keys(itemTypes)
    const message =
      type === undefined
        ? 'the field "type" is missing'
        : `"type" must be one of ${known.join(', ')}${typeof type === 'string' ? didYouMean(type, known) : ''}`
    file.report(file.lineOf([...path, 'type']), message)
    return null
  }
  const item = readAs(itemType.schema, file, path)
  if (!isRecord(item)) return null
  for (const problem of itemType.problems?.(item) ?? [])
    file.report(file.lineOf([...path, ...problem.path.split('/').filter(Boolean)]), problem.message)
  // The schema of its type has accepted it, and each has the fields of ItemBase (`itemFields`).
  return { points: 1, ...item } as unknown as ItemBase
}

/** Items are kept by what their types made of `Items`, which this layer cannot know. */
export const asItems = (items: ItemBase[]): Item[] => items as unknown as Item[]
