// The published types are of an older version; this is what we call.
type Loaded = { documentUrl: string; document: object }

declare const jsonld: {
  canonize(
    document: object,
    options: {
      algorithm: 'RDFC-1.0'
      format: 'application/n-quads'
      documentLoader: (url: string) => Promise<Loaded>
      safe: boolean
    },
  ): Promise<string>
}
// biome-ignore lint/style/noDefaultExport: this is how the package exports it.
export default jsonld
