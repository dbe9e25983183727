import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

type Encoding = 'br' | 'gzip'
type Asset = { body: Buffer; compressed(as: Encoding): Buffer; type: string }
/** Addresses of files that never change under their name: the name holds their hash. */
export type Assets = { styles: string; script: (name: string) => string; serve(app: FastifyInstance): void }

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** What a page takes from a package, as it is: its name here, and the file. Each may import the ones before it. */
const modules: [string, string][] = [
  ['ed25519.js', '@noble/ed25519'],
  ['qr-code.js', 'qr'],
  ['qr-decode.js', 'qr/decode.js'],
]

/** Style sheets go out as one file, scripts one by one; each is compressed once, when it is first asked for. */
export function loadAssets(publicDir: string): Assets {
  const served = new Map<string, Asset>()
  const put = (name: string, extension: string, body: Buffer): string => {
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
    const href = `/assets/${name}-${hash}.${extension}`
    served.set(href, assetOf(body, extension))
    return href
  }
  const css = ['tokens', 'base', 'components'].map((name) =>
    readFileSync(join(publicDir, 'css', `${name}.css`), 'utf8'),
  )
  const styles = put('style', 'css', Buffer.from(withoutComments(css.join('\n'))))
  const scripts = new Map<string, string>()
  for (const file of readdirSync(join(publicDir, 'js')))
    if (file.endsWith('.js'))
      scripts.set(
        file,
        put(file.slice(0, -3), 'js', Buffer.from(withoutRemarks(readFileSync(join(publicDir, 'js', file), 'utf8')))),
      )
  const addresses = new Map<string, string>()
  for (const [name, module] of modules) {
    const file = fileURLToPath(import.meta.resolve(module))
    const source = withoutRemarks(readFileSync(file, 'utf8')).replaceAll(
      /(?<=\bfrom ')\.\/([\w-]+\.js)(?=')/g,
      (_, neighbour: string) => `./${posix.basename(addresses.get(neighbour) ?? '')}`,
    )
    const href = put(name.slice(0, -3), 'js', Buffer.from(source))
    addresses.set(posix.basename(file.replaceAll('\\', '/')), href)
    scripts.set(name, href)
  }
  const favicon = assetOf(readFileSync(join(publicDir, 'favicon.svg')), 'svg')

  return {
    styles,
    script(name) {
      const href = scripts.get(name)
      if (!href) throw new Error(`There is no public/js/${name}`)
      return href
    },
    serve(app) {
      for (const [href, asset] of served) serveOne(app, href, asset, 'public, max-age=31536000, immutable')
      serveOne(app, '/favicon.svg', favicon, 'public, max-age=86400')
    },
  }
}

function serveOne(app: FastifyInstance, href: string, asset: Asset, cacheControl: string) {
  app.get(href, { config: { access: 'anyone' } }, async (request, reply) => {
    const encoding = acceptedEncoding(request.headers['accept-encoding'])
    reply.header('cache-control', cacheControl).header('vary', 'accept-encoding').type(asset.type)
    if (encoding) reply.header('content-encoding', encoding)
    return reply.send(encoding ? asset.compressed(encoding) : asset.body)
  })
}

function assetOf(body: Buffer, extension: string): Asset {
  const made = new Map<Encoding, Buffer>()
  return {
    body,
    compressed(as) {
      const known = made.get(as) ?? (as === 'br' ? brotliCompressSync(body) : gzipSync(body, { level: 9 }))
      made.set(as, known)
      return known
    },
    type: types[extension] ?? 'application/octet-stream',
  }
}

/** Comments are for readers of the source; line breaks and indents go with them. */
const withoutComments = (css: string) => css.replaceAll(/\/\*.*?\*\//gs, '').replaceAll(/\n\s*/g, '\n')

/**
 * The same for scripts: comments on lines of their own, their types included, those that end a line, and indents. None of
 * these scripts has a text of several lines, whose indents would be its own.
 */
const withoutRemarks = (js: string) =>
  js
    .replaceAll(/^[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\n/gm, '')
    .replaceAll(/^[ \t]*\/\/.*\n/gm, '')
    .replaceAll(/(?<=[;{},]) \/\/ [^'"`\n]*$/gm, '')
    .replaceAll(/^[ \t]+/gm, '')

const acceptedEncoding = (header: string | string[] | undefined): Encoding | null => {
  const offered = String(header ?? '')
  return /\bbr\b/.test(offered) ? 'br' : /\bgzip\b/.test(offered) ? 'gzip' : null
}

/**
 * Pages are compressed in one go, which at their size is faster than a stream, by gzip at level 4: it takes half the
 * time of a brotli that makes them as small.
 */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '')
    if (typeof payload !== 'string' || payload.length < 1000 || !/^text\/(html|csv)/.test(type)) return payload
    const vary = reply.getHeader('vary')
    reply.header('vary', [vary, 'accept-encoding, cookie'].filter(Boolean).join(', '))
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    return gzipSync(payload, { level: 4 })
  })
}
