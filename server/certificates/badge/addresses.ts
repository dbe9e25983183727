/** Addresses that stand in what we sign. */
export const addressesOf = (publicUrl: string) => ({
  issuer: `${publicUrl}/issuer`,
  key: (id: string) => `${publicUrl}/issuer/keys/${id}`,
  /** A credential is named by the page on which anyone checks it. */
  credential: (code: string) => `${publicUrl}/verify/${code}`,
  course: (slug: string) => `${publicUrl}/courses/${slug}`,
  image: (code: string) => `${publicUrl}/certificates/${code}.png`,
  statusList: (list: number) => `${publicUrl}/status/${list}`,
})

/** The issuer as a did:web: the host, with the port where it is not the usual one. */
export const didOf = (publicUrl: string): string => `did:web:${encodeURIComponent(new URL(publicUrl).host)}`
