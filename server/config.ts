import { createPrivateKey } from 'node:crypto'
import { resolve } from 'node:path'
import { readDocumentKey } from './platform/documents/document-key.ts'

/** What the program was told by its environment: read once, checked whole, then frozen. */
export type Config = Readonly<{
  host: string
  port: number
  /** Where people reach this installation; letters and certificates carry it. No trailing slash. */
  publicUrl: string
  /** Origins that forms may come from: the public one and, while nothing was set, the local names of this machine. */
  origins: readonly string[]
  databaseUrl: string | null
  dataDir: string
  coursesDir: string
  smtpUrl: string | null
  mailFrom: string
  issuer: string
  /** The key that signs badges, as PEM; null for the one in the folder of keys. */
  issuerKey: string | null
  /** The key that certificates are signed with, and its own certificate, as PEM; null for the one in the folder of keys. */
  documentKey: string | null
  trustProxy: boolean
  logLevel: LogLevel
  production: boolean
}>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

/** Thrown with one sentence for each setting that is wrong. */
export class WrongSetting extends Error {}

export function readConfig(env: NodeJS.ProcessEnv, { development = false } = {}): Config {
  const wrong: string[] = []
  const setting = <T>(
    name: string,
    fallback: T,
    read: (text: string) => T | undefined,
    expected: string,
    shown?: string,
  ): T => {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const value = read(text)
    if (value === undefined) wrong.push(`${name} is ${shown ?? `"${text}"`}, but should be ${expected}.`)
    return value ?? fallback
  }

  const host = setting('HOST', '127.0.0.1', (text) => text, 'a host name')
  const port = setting('PORT', 3000, readPort, 'a port from 0 to 65535')
  const local = `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`
  const publicUrl = setting('PUBLIC_URL', local, readWebAddress, 'a web address such as https://learn.example.org')
  const config: Config = {
    host,
    port,
    publicUrl,
    origins: env.PUBLIC_URL ? [publicUrl] : [local, `http://localhost:${port}`, `http://127.0.0.1:${port}`],
    databaseUrl: setting('DATABASE_URL', null, startsWith('postgres://', 'postgresql://'), 'a postgresql:// address'),
    dataDir: resolve(setting('DATA_DIR', 'data', (text) => text, 'a folder')),
    coursesDir: resolve(setting('COURSES_DIR', 'courses', (text) => text, 'a folder')),
    smtpUrl: setting('SMTP_URL', null, startsWith('smtp://', 'smtps://'), 'an smtp:// or smtps:// address'),
    mailFrom: setting('MAIL_FROM', 'Third Pillar <no-reply@localhost>', hasAt, 'an e-mail address'),
    issuer: setting('ISSUER', 'Third Pillar', (text) => text.slice(0, 80), 'a name'),
    issuerKey: setting('ISSUER_KEY', null, readSigningKey, 'an Ed25519 private key, PKCS#8 as PEM', 'something else'),
    documentKey: setting(
      'DOCUMENT_KEY',
      null,
      readDocumentPem,
      'an RSA private key and its certificate, as PEM',
      'something else',
    ),
    trustProxy: setting('TRUST_PROXY', false, readYesNo, 'yes or no'),
    logLevel: setting('LOG_LEVEL', 'warn', (text) => logLevels.find((level) => level === text), logLevels.join(', ')),
    production: !development,
  }
  if (wrong.length > 0) throw new WrongSetting(wrong.join('\n'))
  return Object.freeze(config)
}

const readPort = (text: string) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined)
const readYesNo = (text: string) => ({ yes: true, no: false })[text]
const hasAt = (text: string) => (text.includes('@') && !/[\r\n]/.test(text) ? text : undefined)
const startsWith =
  (...schemes: string[]) =>
  (text: string): string | undefined =>
    schemes.some((scheme) => text.startsWith(scheme)) && URL.canParse(text) ? text : undefined

/** Line breaks may be written as \n, as files of settings ask for. */
function readSigningKey(text: string): string | undefined {
  const pem = withLineBreaks(text)
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519' ? pem : undefined
  } catch {
    return undefined
  }
}

function readDocumentPem(text: string): string | undefined {
  const pem = withLineBreaks(text)
  try {
    readDocumentKey(pem)
    return pem
  } catch {
    return undefined
  }
}

/** A PEM on one line has its line breaks written out. */
const withLineBreaks = (pem: string): string => pem.replaceAll('\\n', '\n')

function readWebAddress(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
