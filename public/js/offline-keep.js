// @ts-check
// Keeps the page that checks certificates without a line on this device, with all it needs, and says from when that is.
// offline.js beside it reads the codes; worker/offline-worker.js answers with what is kept.

const cacheName = 'verify-offline'
const here = '/verify/offline'
const tool = /** @type {HTMLElement | null} */ (document.querySelector('#tool'))
const kept = document.querySelector('#kept')
const button = document.querySelector('#refresh')
const { files = '', keys = '', locale = 'en' } = tool?.dataset ?? {}

/** Fetches the page as it is now, as anybody sees it, and all that it names, and only then puts the old away. */
async function keep() {
  const fresh = async (/** @type {string} */ file) => {
    const answer = await fetch(file, { credentials: 'omit', cache: 'reload' })
    if (!answer.ok) throw new Error(`${file} did not come`)
    return answer
  }
  const page = await fresh(`${here}?lang=${document.documentElement.lang}`)
  const html = new DOMParser().parseFromString(await page.clone().text(), 'text/html')
  const named = html.querySelector('#tool')?.getAttribute('data-files')?.split(' ') ?? []
  if (named.length === 0) throw new Error('It is another page')
  const cache = await caches.open(cacheName)
  /** @type {[string, Response][]} */
  const parts = [[here, page]]
  for (const file of named) {
    if (file.startsWith('/assets/') && (await cache.match(file))) continue // its name says what is in it
    parts.push([file, await fresh(file)])
  }
  for (const [file, part] of parts) await cache.put(file, part)
  const wanted = [here, ...named].map((file) => new URL(file, location.origin).href)
  for (const old of await cache.keys()) if (!wanted.includes(old.url)) await cache.delete(old)
}

/** Says from when it is what is kept; or that something of it is not there. @param {HTMLElement} place */
async function tell(place) {
  const cache = await caches.open(cacheName)
  const found = await Promise.all([here, ...files.split(' ')].map((file) => cache.match(file)))
  const date = (await cache.match(keys))?.headers.get('date')
  const whole = Boolean(date) && found.every(Boolean)
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(date ?? 0))
  place.className = whole ? 'state' : 'state waiting'
  place.textContent = (whole ? place.dataset.kept?.replace('[time]', at) : place.dataset.missing) ?? ''
}

/** @param {HTMLElement} place */
async function refresh(place) {
  place.className = 'state waiting'
  place.textContent = place.dataset.working ?? ''
  const came = await navigator.serviceWorker
    .register('/verify/worker.js', { scope: '/verify/' })
    .then(keep)
    .then(() => true)
    .catch(() => false) // without a line: what was kept is still good
  await tell(place)
  if (!came) place.textContent += ` ${place.dataset.failed}`
}

if (kept instanceof HTMLElement && 'serviceWorker' in navigator) {
  button?.addEventListener('click', () => void refresh(kept))
  void refresh(kept)
}
