import { clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vciClient, setGlobalConfig as setGlobalConfigOfClient } from '@openid4vc/openid4vci'
import type { TestApp } from '../support/app.ts'

// The standard asks for https; the app under test is reached without.
for (const set of [setGlobalConfig, setGlobalConfigOfClient]) set({ allowInsecureUrls: true })

const notNeeded = () => {
  throw new Error('A badge that is bound to no key needs no work of this kind.')
}

/** The wallet of the OpenWallet Foundation's implementation: it has no key, no cookie, and comes from no page of ours. */
export function foreignWallet({ app }: TestApp) {
  const asked: string[] = []
  const fetch = async (url: string | URL, options: RequestInit = {}) => {
    const { pathname, search } = new URL(url)
    asked.push(`${options.method ?? 'GET'} ${pathname.replace(/[\w-]{43}/, ':secret')}`)
    const answer = await app.inject({
      url: pathname + search,
      method: options.method === 'POST' ? 'POST' : 'GET',
      headers: { ...Object.fromEntries(new Headers(options.headers)), origin: 'https://wallet.example' },
      ...(options.body ? { payload: String(options.body) } : {}),
    })
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
    return new Response(answer.payload, { status: answer.statusCode, headers })
  }
  const client = new Openid4vciClient({
    callbacks: {
      fetch: fetch as typeof globalThis.fetch,
      hash: notNeeded,
      signJwt: notNeeded,
      generateRandom: notNeeded,
      clientAuthentication: clientAuthenticationAnonymous(),
    },
  })

  /** Follows a link as far as the token. */
  async function accept(link: string) {
    const credentialOffer = await client.resolveCredentialOffer(link)
    const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
    const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
    })
    return { credentialOffer, issuerMetadata, token: accessTokenResponse }
  }

  /** What the link brings in one of its forms, as the wallet keeps it. */
  async function collect(accepted: Awaited<ReturnType<typeof accept>>, form: string, before = false) {
    const { issuerMetadata, token } = accepted
    const draft = { ...issuerMetadata, originalDraftVersion: 'Draft14' as typeof issuerMetadata.originalDraftVersion }
    const { credentialResponse } = await client.retrieveCredentials({
      issuerMetadata: before ? draft : issuerMetadata,
      accessToken: token.access_token,
      credentialConfigurationId: form,
    })
    return credentialResponse
  }
  return { client, asked, accept, collect }
}
