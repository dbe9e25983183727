import { interfaceLanguages } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import { credentialsContext, openBadgesContext } from '../badge/contexts.ts'

/** The two forms in which a badge is handed out, by the names that wallets read in our metadata. */
export const forms = { open_badge_jwt: 'jwt_vc_json', open_badge_ldp: 'ldp_vc' } as const
export type Form = keyof typeof forms
export const isForm = (name: unknown): name is Form => typeof name === 'string' && Object.hasOwn(forms, name)
const formNames = Object.keys(forms).filter(isForm)

export const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
export const addresses = { offers: '/wallet/offers', token: '/wallet/token', credential: '/wallet/credential' }

/** What a wallet is told of an offer (OpenID for Verifiable Credential Issuance 1.0, 4.1.1). */
export const offerOf = (secret: string, publicUrl: string) => ({
  credential_issuer: publicUrl,
  credential_configuration_ids: formNames,
  grants: { [preAuthorized]: { 'pre-authorized_code': secret } },
})

/** The link that opens a wallet. By reference, so that its QR code stays coarse enough for a cheap camera. */
export const offerLink = (secret: string, publicUrl: string): string =>
  `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(`${publicUrl}${addresses.offers}/${secret}`)}`

/**
 * Who issues, and what (12.2.4). A badge is bound to no key of a wallet, as its file is not: so no ways of binding and
 * no proofs stand here, and wallets send none (14.2).
 */
export function issuerMetadata({ issuer, publicUrl }: { issuer: string; publicUrl: string }) {
  const logo = { uri: `${publicUrl}/favicon.svg`, alt_text: issuer }
  const inEach = (words: (t: ReturnType<typeof translator>) => object) =>
    interfaceLanguages.map((locale) => ({ ...words(translator(locale)), locale }))
  const display = inEach((t) => ({ name: t('wallet.card'), description: t('wallet.card_text', { issuer }), logo }))
  const claims = [
    claim('wallet.claim.name', ['identifier', 0, 'identityHash']),
    claim('wallet.claim.course', ['achievement', 'name']),
  ]
  const definition = { type: ['VerifiableCredential', 'OpenBadgeCredential'] }
  // Wallets of before version 1.0 look for the display beside the format.
  const shown = { credential_metadata: { display, claims }, display }
  return {
    credential_issuer: publicUrl,
    credential_endpoint: `${publicUrl}${addresses.credential}`,
    display: inEach(() => ({ name: issuer, logo })),
    credential_configurations_supported: {
      open_badge_jwt: {
        format: forms.open_badge_jwt,
        credential_signing_alg_values_supported: ['EdDSA'],
        credential_definition: definition,
        ...shown,
      },
      open_badge_ldp: {
        format: forms.open_badge_ldp,
        credential_signing_alg_values_supported: ['eddsa-rdfc-2022'],
        credential_definition: { '@context': [credentialsContext, openBadgesContext], ...definition },
        ...shown,
      },
    } satisfies Record<Form, object>,
  }

  function claim(key: 'wallet.claim.name' | 'wallet.claim.course', path: (string | number)[]) {
    return { path: ['credentialSubject', ...path], display: inEach((t) => ({ name: t(key) })) }
  }
}

/** Who gives the tokens (RFC 8414, and 12.3): we do, to any wallet that comes with an offer. */
export const serverMetadata = (publicUrl: string) => ({
  issuer: publicUrl,
  token_endpoint: `${publicUrl}${addresses.token}`,
  token_endpoint_auth_methods_supported: ['none'],
  grant_types_supported: [preAuthorized],
  authorization_details_types_supported: ['openid_credential'],
  'pre-authorized_grant_anonymous_access_supported': true,
})
