/** The addresses of the pages before and after one of a list; null where there is none. */
export type PageLinks = { before: string | null; after: string | null }

declare module '../platform/web/pages.ts' {
  interface Partials {
    'cohorts/page-links': PageLinks
  }
}

/** What one page shows of rows that were read one too many, and the way to its neighbours. */
export function pageOf<Row>(rows: Row[], page: number, length: number, address: string): { shown: Row[] } & PageLinks {
  const at = (to: number) => (to === 1 ? address : `${address}?page=${to}`)
  return {
    shown: rows.slice(0, length),
    before: page > 1 ? at(page - 1) : null,
    after: rows.length > length ? at(page + 1) : null,
  }
}
