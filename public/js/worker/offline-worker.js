// @ts-check
// Answers below /verify/ when there is no line: with the page that offline-keep.js kept, and the files it needs.
// What is kept is renewed by that page, not here.

/** @typedef {Event & { waitUntil(work: Promise<unknown>): void }} Stage */
/** @typedef {Event & { request: Request, respondWith(answer: Promise<Response>): void }} Asked */
const worker =
  /** @type {{ skipWaiting(): Promise<void>, clients: { claim(): Promise<void> } } & typeof globalThis} */ (
    /** @type {unknown} */ (self)
  )
const page = '/verify/offline'
/** A line that has not answered after so long is none. */
const patienceMs = 8000

worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('activate', (event) => /** @type {Stage} */ (event).waitUntil(worker.clients.claim()))

worker.addEventListener('fetch', (event) => {
  const { request, respondWith } = /** @type {Asked} */ (event)
  const answer = respondWith.bind(event)
  const { origin, pathname, search } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode !== 'navigate') {
    // `reload` is how the page asks for what is new.
    if (request.cache !== 'reload') answer(caches.match(request).then((kept) => kept ?? fetch(request)))
  } else if (pathname === page && search === '') answer(caches.match(page).then((kept) => kept ?? fetch(request)))
  else answer(fromTheLine(request))
})

/** @param {Request} request @returns {Promise<Response>} */
async function fromTheLine(request) {
  const kept = await caches.match(page)
  if (!kept) return fetch(request)
  /** @type {Promise<Response>} */
  const late = new Promise((done) => void setTimeout(done, patienceMs, kept))
  return Promise.race([fetch(request), late]).catch(() => kept)
}
