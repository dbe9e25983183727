// @ts-check
// Reads the code of a certificate without a line. Every word is in the page, which offline-keep.js keeps on this device.

/** @typedef {import('./read-token.js').TokenFields} Fields */
/** @typedef {{ keys: { x: string, kid: string }[] }} KeySet */

const tool = document.querySelector('#tool')
const answers = document.querySelector('#answer')
if (tool instanceof HTMLElement && answers instanceof HTMLElement) start(tool, answers)

/** @param {HTMLElement} tool @param {HTMLElement} place */
function start(tool, place) {
  const { keys = '', reader = '', decoder = '', ed25519 = '', locale = 'en' } = tool.dataset
  const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))
  const camera = /** @type {HTMLButtonElement} */ (find('camera'))
  const video = /** @type {HTMLVideoElement} */ (find('video'))
  const photo = /** @type {HTMLInputElement} */ (find('photo'))
  const pasted = /** @type {HTMLTextAreaElement} */ (find('pasted'))

  const inWords = (/** @type {string} */ date) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
  const copyOf = (/** @type {string} */ name) => {
    const template = /** @type {HTMLTemplateElement} */ (find(name))
    return /** @type {DocumentFragment} */ (template.content.cloneNode(true))
  }
  /** Puts values where the page has a place for them. @param {DocumentFragment} part @param {Record<string, string>} values */
  const fill = (part, values) => {
    for (const slot of part.querySelectorAll('[data-slot]'))
      slot.textContent = values[/** @type {HTMLElement} */ (slot).dataset.slot ?? ''] ?? ''
    for (const line of part.querySelectorAll('[data-if]'))
      if (!values[/** @type {HTMLElement} */ (line).dataset.if ?? '']) line.remove()
    for (const link of part.querySelectorAll('a[data-code]'))
      if (values.code) link.setAttribute('href', `/verify/${values.code}`)
      else link.remove()
    return part
  }
  /** @param {string} name @param {Record<string, string>} values @param {string[]} more */
  const show = (name, values = {}, ...more) => {
    place.replaceChildren(...[name, ...more].map((one) => fill(copyOf(one), values)))
    const heading = /** @type {HTMLElement | null} */ (place.querySelector('h2'))
    heading?.setAttribute('tabindex', '-1')
    heading?.focus()
  }

  // --- What a code says

  /** @param {string} text */
  async function judge(text) {
    /** @type {typeof import('./read-token.js')} */
    const { readScan, readToken } = await import(reader)
    const scan = readScan(text)
    const token = readToken(scan.token)
    const plain = (/** @type {string} */ code) => code.replace(/[^0-9A-Z]/g, '')
    if ('problem' in token) {
      const name = { none: scan.code ? 'plain' : 'foreign', broken: 'changed', newer: 'newer' }[token.problem]
      return show(name, { code: scan.code ?? '' })
    }
    const { fields } = token
    const values = valuesOf(fields, scan.host)
    const response = (await caches.match(keys)) ?? (await fetch(keys).catch(() => null))
    if (!response?.ok) return show('keyless', values)
    /** @type {KeySet} */
    const known = await response.json()
    const its = known.keys.filter(({ kid }) => markOf(kid) === fields.key)
    if (its.length === 0) return show('stranger', values)
    const holds = await Promise.all(its.map(({ x }) => verify(token.signature, token.signed, bytesOf(x))))
    if (!holds.includes(true)) return show('changed', values)
    if (scan.code && plain(scan.code) !== plain(fields.code)) return show('mixed', { ...values, address: scan.code })
    const past = fields.expires_on !== null && new Date().toISOString().slice(0, 10) > fields.expires_on
    show(past ? 'expired' : 'signed', values, 'fields', 'limits')
  }

  /** @param {Fields} fields @param {string | null} host @returns {Record<string, string>} */
  const valuesOf = ({ code, kind, name, course_title, title_cut, issued_on, expires_on }, host) => ({
    code,
    name,
    course: title_cut ? `${course_title}…` : course_title,
    cut: title_cut ? 'yes' : '',
    kind: tool.dataset[kind] ?? '',
    issued: inWords(issued_on),
    until: expires_on ? inWords(expires_on) : '',
    elsewhere: host && host.toLowerCase() !== location.host ? host : '',
  })

  const bytesOf = (/** @type {string} */ base64url) =>
    Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
  /** How the thumbprint begins that ends the address of a key. @param {string} kid */
  const markOf = (kid) =>
    Array.from(bytesOf(kid.split('/').pop() ?? '').subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    )

  /** By the browser itself where it can, which few telephones of before 2025 do. @param {Uint8Array<ArrayBuffer>} signature @param {Uint8Array<ArrayBuffer>} signed @param {Uint8Array<ArrayBuffer>} key */
  async function verify(signature, signed, key) {
    const own = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']).catch(() => null)
    if (own) return crypto.subtle.verify('Ed25519', own, signature, signed)
    /** @type {typeof import('@noble/ed25519')} */
    const { verifyAsync } = await import(ed25519)
    return verifyAsync(signature, signed, key).catch(() => false)
  }

  // --- Where a code is read from

  /** The text of a code in a picture; null where none is found. `side` is how large it is looked at. @param {ImageBitmap | HTMLVideoElement} picture @param {number} side @param {number} timeLimit */
  async function textIn(picture, side, timeLimit) {
    const own = /** @type {any} */ (globalThis).BarcodeDetector
    if (own) {
      const found = await new own({ formats: ['qr_code'] }).detect(picture).catch(() => [])
      if (found[0]?.rawValue) return /** @type {string} */ (found[0].rawValue)
    }
    const [wide, high] =
      'videoWidth' in picture ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height]
    const scale = Math.min(1, side / Math.max(wide, high))
    const canvas = document.createElement('canvas')
    const [width, height] = [Math.ceil(wide * scale), Math.ceil(high * scale)]
    Object.assign(canvas, { width, height })
    const look = canvas.getContext('2d', { willReadFrequently: true })
    if (!look) return null
    look.drawImage(picture, 0, 0, width, height)
    const { decodeQR } = await import(decoder)
    try {
      return /** @type {string} */ (decodeQR(look.getImageData(0, 0, width, height), { timeLimit }))
    } catch {
      return null
    }
  }

  /** @param {Blob} file */
  async function readPhoto(file) {
    place.textContent = tool.dataset.reading ?? '' // an old telephone needs some seconds
    const picture = await createImageBitmap(file).catch(() => null)
    if (!picture) return show('no-picture')
    for (const side of [1600, 1000, 2600]) {
      const text = await textIn(picture, side, 3000)
      if (text !== null) return judge(text)
    }
    show('unreadable')
  }

  /** @type {MediaStream | null} */
  let stream = null
  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = null
    video.hidden = true
    camera.textContent = camera.dataset.start ?? ''
  }

  async function readCamera() {
    const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 960 } } }
    camera.disabled = true
    try {
      stream = await navigator.mediaDevices.getUserMedia(wanted)
    } catch (error) {
      return show(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'no-camera')
    } finally {
      camera.disabled = false
    }
    place.replaceChildren()
    camera.textContent = camera.dataset.stop ?? ''
    video.hidden = false
    video.srcObject = stream
    await video.play().catch(() => {}) // a camera that was stopped again meanwhile
    while (stream) {
      const text = video.videoWidth > 0 ? await textIn(video, 1280, 150) : null
      if (text !== null && stream) {
        stop()
        return judge(text)
      }
      await new Promise((done) => setTimeout(done, 120))
    }
  }

  /** What goes wrong here is a part that is not there. @param {() => Promise<void>} work */
  const guarded = (work) => () => void work().catch(() => show('keyless'))

  if (!('serviceWorker' in navigator)) return show('insecure') // nor are the keys kept where there is no https
  tool.hidden = false
  camera.addEventListener('click', () => (stream ? stop() : guarded(readCamera)()))
  photo.addEventListener(
    'change',
    guarded(async () => {
      const [file] = photo.files ?? []
      if (file) await readPhoto(file)
      photo.value = ''
    }),
  )
  find('paste').addEventListener('submit', (event) => {
    event.preventDefault()
    guarded(() => judge(pasted.value))()
  })
  document.addEventListener('visibilitychange', () => document.hidden && stop())
  // The address of a certificate that was opened without a line: what stands behind it came with the code.
  if (location.pathname !== '/verify/offline') guarded(() => judge(location.href))()
}
