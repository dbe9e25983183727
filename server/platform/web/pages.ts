import type { Language } from '../words/languages.ts'
import type { Translate } from '../words/messages.ts'
import type { Problems, Typed } from './forms.ts'

declare const safe: unique symbol

/** Text that is markup already: the only thing that `<%~ %>` prints. Search for "as Html" to find where it is made. */
export type Html = string & { readonly [safe]: true }

/** What a handler may answer with: each view and its props. Features add theirs. */
// biome-ignore lint/suspicious/noEmptyInterface: open on purpose, see above.
export interface Pages {}

/** The entry of the main navigation that a page stands under. */
export type Section = 'learning' | 'courses' | 'certificates' | 'cohorts' | 'reports' | 'admin' | 'verify' | 'results'

export type NavigationEntry = { section: Section; href: string; label: string }

/** The templates that others `include`. */
export interface Partials {
  'shared/text-field': {
    name: string
    label: string
    typed: Typed
    problems: Problems
    hint?: string
    type?: 'text' | 'email' | 'password' | 'date'
    autocomplete?: string
  }
  'shared/select-field': {
    name: string
    label: string
    typed: Typed
    problems: Problems
    hint?: string
    options: { value: string; label: string }[]
  }
  'shared/problems': { problems: Problems }
  /** The first language of a certificate, `own` unless another is chosen (null: each person's), and a second one. */
  'shared/certificate-languages': {
    id: string
    among: readonly Language[]
    own: Language | null
    typed: Typed
    problems: Problems
  }
  'shared/phase': { phase: 'prepare' | 'negotiate' | 'monitor' }
}

/** The templates that others name as their `layout`. */
export interface Layouts {
  /**
   * `manifest`: of a page that can be kept on a telephone. `preview`: what other programs show of a link to the page, as
   * Open Graph tags.
   */
  'shared/layout': {
    title: string
    section?: Section
    manifest?: string
    preview?: { property: string; content: string }[]
  }
}

export type Templates = Pages & Partials & { [V in keyof Layouts]: Layouts[V] & { body: Html } }

/** What every template has beside its own props, partials included. No prop may have one of these names, or `shared`. */
export interface Shared {
  t: Translate
  language: Language
  dir: 'ltr' | 'rtl'
  /** The address of this page, without its query. */
  path: string
  /** Who is signed in, with no more than a page's head needs. */
  account: { name: string } | null
  nav: NavigationEntry[]
  /** The address of the style sheet, and of one of the scripts in public/js. */
  styles: string
  script(name: string): string
  /** The languages on offer, each with the address of this page in it. */
  languages: { code: Language; name: string; href: string }[]
  /** A number as the reader's language writes it, with so many decimals at most. */
  number(value: number, digits?: number): string
  /** A day in words; `timeZone` is an IANA name and the reader's own when left out. */
  date(value: Date | string, timeZone?: string): string
  dateTime(value: Date, timeZone?: string): string
  /** When something ends, by the reader's clock and, where it differs, by that of the cohort; null where there is none. */
  deadline(value: Date, cohortTimeZone: string | null): string
}

type Nothing = Record<never, never>
type Props<P> = Nothing extends P ? [props?: P] : [props: P]

/** The functions that Eta gives to a template. */
export interface Tags {
  include<V extends keyof Partials & string>(view: `/${V}`, ...props: Props<Partials[V]>): Html
  layout<V extends keyof Layouts & string>(view: `/${V}`, ...props: Props<Layouts[V]>): void
  block(name: string, content?: () => void): Html
  capture(content: () => void): Html
}

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a view: its own props, and what every template has. */
    page<V extends keyof Pages>(view: V, props: Pages[V]): FastifyReply
  }
}
