// What the tests call of packages that come without types.
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { cryptosuite: object })
  }
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object
}
declare module 'jsonld-signatures' {
  const signatures: {
    purposes: { AssertionProofPurpose: new () => object }
    verify(
      document: object,
      options: { suite: object; purpose: object; documentLoader: (url: string) => Promise<object> },
    ): Promise<{ verified: boolean; error?: unknown }>
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it.
  export default signatures
}
