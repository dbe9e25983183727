/** What we use of the library. Its own types let any name be asked of `Math`, everywhere. */
// biome-ignore lint/style/noDefaultExport: as the library has it.
export default class Expression {
  constructor(text: string)
  evaluate(values: Record<string, unknown>): unknown
}
