import { limits } from '../platform/web/limits.ts'

/** The places of items, from 1, that a page of an attempt shows: all in one page, or about as many in each. */
export type ItemPage = { number: number; from: number; to: number }

export function pagesOf(items: number): ItemPage[] {
  const pages = Math.max(1, Math.ceil(items / limits.itemsPerPage))
  const end = (page: number) => Math.round((items * page) / pages)
  return Array.from({ length: pages }, (_, index) => ({ number: index + 1, from: end(index) + 1, to: end(index + 1) }))
}

/** The page that shows the item in a place; the first one for a place that there is not. */
export const pageWith = (items: number, place: number): number =>
  pagesOf(items).find(({ from, to }) => place >= from && place <= to)?.number ?? 1

/** The address of an item within its attempt. */
export function addressOfItem(attemptId: string, items: number, place: number, said: string[] = []): string {
  const page = pageWith(items, place)
  const query = [...said, ...(page > 1 ? [`page=${page}`] : [])].join('&')
  return `/attempts/${attemptId}${query && `?${query}`}#q${place}`
}
