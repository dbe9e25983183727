import type { Problems, Typed } from '../platform/web/forms.ts'

declare module '../platform/web/pages.ts' {
  interface Partials {
    'cohorts/long-text': { name: string; label: string; hint: string; rows: number; typed: Typed; problems: Problems }
  }
}

/** Whether a text fits a title or the subject of a letter. */
export const isOneLine = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)

/** Whether there is anything to see: signs that only direct or join others make no text. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
