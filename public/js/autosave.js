// @ts-check
// Stores each response as it is given. What cannot be sent waits in this browser, outlives the page, and is sent once:
// every save has a number. Without this script the buttons of the form do the same.

/** The fields of one item, its place, and the revision of its stored response when they were typed. @typedef {{ base: number, place: string, fields: [string, string][] }} Entry */
/** @typedef {Record<string, Entry>} Entries */
/** @typedef {{ page: string, sequence: number, entries: Entries }} Parcel */
/** Parcels go out one by one, each under its number; `dirty` is in none yet. @typedef {{ at: number, page: string, parcels: Parcel[], dirty: Entries }} Waiting */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-autosave]'))
const status = document.querySelector('#saved')
const count = document.querySelector('#answered')
const notice = /** @type {HTMLElement | null} */ (document.querySelector('#notice'))

if (form && status && count && notice) {
  const words = form.dataset
  const address = words.autosave ?? ''
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name))
  const itemOf = (/** @type {string} */ id) =>
    /** @type {HTMLElement | null} */ (form.querySelector(`[data-item="${CSS.escape(id)}"]`))
  /** What is stored of each item, also of those on other pages: the revision, and how the page that stored it begins. @type {Record<string, { revision: number, by: string }>} */
  const known = JSON.parse(words.known ?? '{}')
  let lastStored = form.querySelector('.state')?.textContent ?? ''
  let timer = 0
  let busy = false
  let closed = false
  let refused = false
  let sequence = 0
  /** @type {Waiting} */
  let waiting = { at: 0, page: field('_page').value, parcels: [], dirty: {} }
  // Each opened page keeps its own, so that two windows do not put away each other's.
  const shelf = `${address} ${waiting.page}`

  /** @param {string | undefined} text */
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text ?? ''
  }
  /** @param {string | undefined} text */
  const tell = (text) => {
    notice.append(Object.assign(document.createElement('p'), { textContent: text }))
    notice.hidden = false
  }
  const isClean = () => Object.keys(waiting.dirty).length === 0
  const isEmpty = () => waiting.parcels.length === 0 && isClean()

  // A browser may refuse to keep things; sending goes on all the same.
  const keep = () => {
    try {
      if (isEmpty()) localStorage.removeItem(shelf)
      else localStorage.setItem(shelf, JSON.stringify({ ...waiting, at: Date.now() }))
    } catch {}
  }

  /** @param {string} id @returns {[string, string][]} */
  const fieldsOf = (id) =>
    [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' && (name === id || name.startsWith(`${id}.`)) ? [[name, value]] : [],
    )

  /** @param {Parcel} parcel */
  const bodyOf = ({ page, sequence, entries }) => {
    const body = new URLSearchParams({ _page: page, _sequence: String(sequence), _revision: field('_revision').value })
    for (const [id, { fields }] of Object.entries(entries)) {
      body.append('_changed', id)
      for (const [name, value] of fields) body.append(name, value)
    }
    return body
  }

  /** @param {Parcel} parcel @param {RequestInit} [options] */
  const post = (parcel, options) =>
    fetch(address, { method: 'POST', body: bodyOf(parcel), headers: { accept: 'application/json' }, ...options })

  const nextParcel = () => {
    if (waiting.parcels.length === 0 && !isClean()) {
      sequence += 1
      waiting.parcels.push({ page: waiting.page, sequence, entries: waiting.dirty })
      waiting.dirty = {}
      keep()
    }
    return waiting.parcels[0]
  }

  const lineWords = () => `${navigator.onLine ? words.waiting : words.offline} ${lastStored}`

  // One request at a time, so that an older response can never arrive after a newer one.
  const send = async () => {
    if (busy || closed || refused) return
    const parcel = nextParcel()
    if (!parcel) return
    busy = true
    const slow = setTimeout(() => say(lineWords()), 3800)
    let retry = 0
    try {
      const answer = await post(parcel, { signal: AbortSignal.timeout(25_000) })
      if (answer.status === 409) {
        closed = true
        waiting = { ...waiting, parcels: [], dirty: {} }
        say(words.closed)
      } else if (answer.status === 422) {
        refused = true
        waiting.parcels.shift()
        waiting.dirty = { ...parcel.entries, ...waiting.dirty }
        say(words.refused)
      } else if (answer.redirected) {
        say(words.signedOut)
        retry = 15_000
      } else if (!answer.ok) throw new Error(String(answer.status))
      else settle(parcel, await answer.json())
    } catch {
      say(lineWords())
      retry = 5000
    } finally {
      clearTimeout(slow)
      busy = false
      keep()
      if (!isEmpty()) schedule(retry)
    }
  }

  /** @param {Parcel} parcel @param {{ answered: string, stored: string, doubt: string, elsewhere: string, left: number | null, revision: number, shown: Record<string, string> }} kept */
  const settle = (parcel, { answered, stored, doubt, elsewhere, left, revision, shown }) => {
    waiting.parcels.shift()
    field('_revision').value = String(revision)
    for (const id of Object.keys(parcel.entries)) {
      known[id] = { revision, by: parcel.page.slice(0, 8) }
      markShown(id, shown[id])
    }
    if (count.textContent !== answered) count.textContent = answered
    lastStored = stored
    if (isEmpty()) say(doubt ? `${stored}. ${doubt}` : stored)
    if (elsewhere) tell(elsewhere)
    if (left !== null) dispatchEvent(new CustomEvent('time-left', { detail: left }))
  }

  /** What the page shows of an item, for a form that is sent whole. @param {string} id @param {string | undefined} digest */
  const markShown = (id, digest) => {
    const item = itemOf(id)
    item?.querySelector('[name="_shown"]')?.remove()
    if (item && digest)
      item.append(
        Object.assign(document.createElement('input'), { type: 'hidden', name: '_shown', value: `${id}:${digest}` }),
      )
  }

  /** @param {number} milliseconds */
  const schedule = (milliseconds) => {
    clearTimeout(timer)
    timer = window.setTimeout(send, milliseconds)
  }

  /** @param {HTMLElement} item @param {[string, string][]} fields */
  const putBack = (item, fields) => {
    for (const one of item.querySelectorAll('input:not([type="hidden"]), select, textarea')) {
      const control = /** @type {HTMLInputElement} */ (one)
      const given = fields.filter(([name]) => name === control.name).map(([, value]) => value)
      if (control.type === 'radio' || control.type === 'checkbox') control.checked = given.includes(control.value)
      else control.value = given[0] ?? ''
    }
  }
  /** As a person reads it, as far as the page shows the item. @param {HTMLElement | null} item @param {[string, string][]} fields */
  const inWords = (item, fields) =>
    fields
      .map(([name, value]) => {
        const box = item?.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)
        const option = item?.querySelector(`select[name="${CSS.escape(name)}"] option[value="${CSS.escape(value)}"]`)
        return (box?.closest('label') ?? option)?.textContent?.trim() || value
      })
      .filter(Boolean)
      .join('; ')

  /** What is still to be sent of what an earlier page kept; what was answered elsewhere since is told, not overwritten. @param {Entries} entries @param {string} page */
  const takeUp = (entries, page) => {
    /** @type {Entries} */
    const mine = {}
    for (const [id, entry] of Object.entries(entries)) {
      const item = itemOf(id)
      if (item && JSON.stringify(fieldsOf(id)) === JSON.stringify(entry.fields)) continue // it arrived
      const { revision, by } = known[id] ?? { revision: 0, by: '' }
      if (by === page.slice(0, 8) || revision === entry.base) {
        if (item) putBack(item, entry.fields)
        mine[id] = entry
      } else tell(words.kept?.replace('[place]', entry.place).replace('[text]', inWords(item, entry.fields)))
    }
    return mine
  }

  /** Empties a shelf that an earlier page of this attempt has left. @param {string} name */
  const takeDown = (name) => {
    /** @type {Waiting} */
    const { page, parcels, dirty } = JSON.parse(localStorage.getItem(name) ?? '')
    for (const parcel of parcels) {
      const entries = takeUp(parcel.entries, page)
      if (Object.keys(entries).length > 0) waiting.parcels.push({ ...parcel, entries })
    }
    waiting.dirty = { ...waiting.dirty, ...takeUp(dirty, page) }
    keep()
    localStorage.removeItem(name)
  }

  const month = 30 * 86_400_000
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(`${address} `)) takeDown(name)
      else if (name.startsWith('/attempts/') && Date.now() - JSON.parse(localStorage[name]).at > month)
        localStorage.removeItem(name)
    }
  } catch {}
  if (!isEmpty()) {
    tell(words.restored)
    schedule(0)
  }

  form.addEventListener('input', ({ target }) => {
    const item = /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest('[data-item]') : null)
    const id = item?.dataset.item
    if (!item || !id) return
    const base = waiting.dirty[id]?.base ?? known[id]?.revision ?? 0
    refused = false
    waiting.dirty[id] = { base, place: item.id.slice(1), fields: fieldsOf(id) }
    keep()
    say(navigator.onLine ? words.storing : lineWords())
    schedule(600)
  })
  addEventListener('offline', () => say(lineWords()))
  addEventListener('online', () => {
    say(isEmpty() ? lastStored : words.storing)
    if (!isEmpty()) schedule(0)
  })
  addEventListener('pagehide', () => {
    clearTimeout(timer)
    const parcel = !busy && !closed && nextParcel()
    // It arrives though the page is left; browsers carry no more than 64 kB that way, and the rest waits here.
    if (parcel && String(bodyOf(parcel)).length < 60_000) post(parcel, { keepalive: true }).catch(() => {})
  })
  addEventListener('time-up', () => {
    say(words.over)
    schedule(0)
  })
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    if (navigator.onLine) return
    event.preventDefault() // the browser's own page about the missing line would hide what was answered
    say(lineWords())
  })
}
