// @ts-check
// Stores each response as it is given. What cannot be sent waits in this browser, outlives the page, and is sent once:
// every save has a number. Without this script the buttons of the form do the same.

/** The fields of one item, and the revision of its stored response when they were typed. @typedef {{ base: number, fields: [string, string][] }} Entry */
/** @typedef {Record<string, Entry>} Entries */
/** `sending` is on its way, under its number; `dirty` came after it. @typedef {{ page: string, sequence: number, entries: Entries }} Parcel */
/** @typedef {{ at: number, sending: Parcel | null, dirty: Entries, page: string, sequence: number }} Waiting */

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
  let lastStored = form.querySelector('.state')?.textContent ?? ''
  let timer = 0
  let busy = false
  let closed = false
  let refused = false
  /** @type {Waiting} */
  let waiting = { at: 0, sending: null, dirty: {}, page: field('_page').value, sequence: 0 }

  /** @param {string | undefined} text */
  const say = (text) => {
    if (status.textContent !== text) status.textContent = text ?? ''
  }
  /** @param {string | undefined} text */
  const tell = (text) => {
    notice.append(Object.assign(document.createElement('p'), { textContent: text }))
    notice.hidden = false
  }
  const isEmpty = () => !waiting.sending && Object.keys(waiting.dirty).length === 0

  // A browser may refuse to keep things; sending goes on all the same.
  const keep = () => {
    try {
      if (isEmpty()) localStorage.removeItem(address)
      else localStorage.setItem(address, JSON.stringify({ ...waiting, at: Date.now() }))
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

  const pack = () => {
    if (!waiting.sending && Object.keys(waiting.dirty).length > 0) {
      waiting.sequence += 1
      waiting.sending = { page: waiting.page, sequence: waiting.sequence, entries: waiting.dirty }
      waiting.dirty = {}
      keep()
    }
    return waiting.sending
  }

  const lineWords = () => `${navigator.onLine ? words.waiting : words.offline} ${lastStored}`

  // One request at a time, so that an older response can never arrive after a newer one.
  const send = async () => {
    if (busy || closed || refused) return
    const parcel = pack()
    if (!parcel) return
    busy = true
    const slow = setTimeout(() => say(lineWords()), 3800)
    let retry = 0
    try {
      const answer = await post(parcel, { signal: AbortSignal.timeout(25_000) })
      if (answer.status === 409) {
        closed = true
        waiting = { ...waiting, sending: null, dirty: {} }
        say(words.closed)
      } else if (answer.status === 422) {
        refused = true
        waiting = { ...waiting, sending: null, dirty: { ...parcel.entries, ...waiting.dirty } }
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
    waiting.sending = null
    field('_revision').value = String(revision)
    for (const id of Object.keys(parcel.entries)) {
      const item = itemOf(id)
      if (!item) continue
      item.dataset.revision = String(revision)
      item.dataset.by = parcel.page
      markShown(item, id, shown[id])
    }
    if (count.textContent !== answered) count.textContent = answered
    lastStored = stored
    if (Object.keys(waiting.dirty).length === 0) say(doubt ? `${stored}. ${doubt}` : stored)
    if (elsewhere) tell(elsewhere)
    if (left !== null) dispatchEvent(new CustomEvent('time-left', { detail: left }))
  }

  /** What the page shows of an item, for a form that is sent whole. @param {HTMLElement} item @param {string} id @param {string | undefined} digest */
  const markShown = (item, id, digest) => {
    item.querySelector('[name="_shown"]')?.remove()
    if (digest)
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
  /** As a person reads it. @param {HTMLElement} item @param {[string, string][]} fields */
  const inWords = (item, fields) =>
    fields
      .map(([name, value]) => {
        const box = item.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)
        const option = item.querySelector(`select[name="${CSS.escape(name)}"] option[value="${CSS.escape(value)}"]`)
        return (box?.closest('label') ?? option)?.textContent?.trim() || value
      })
      .filter(Boolean)
      .join('; ')

  /** Takes up what an earlier page could not send; what was answered elsewhere since then is told, not overwritten. @param {Entries} entries @param {string} page */
  const takeUp = (entries, page) => {
    /** @type {Entries} */
    const mine = {}
    for (const [id, entry] of Object.entries(entries)) {
      const item = itemOf(id)
      if (!item) continue
      if (item.dataset.by === page || Number(item.dataset.revision) === entry.base) {
        putBack(item, entry.fields)
        mine[id] = entry
      } else if (JSON.stringify(fieldsOf(id)) !== JSON.stringify(entry.fields)) {
        const place = item.id.slice(1)
        tell(words.kept?.replace('[place]', place).replace('[text]', inWords(item, entry.fields)))
      }
    }
    return mine
  }

  try {
    const month = 30 * 86_400_000
    for (const name of Object.keys(localStorage)) {
      if (!/^\/attempts\//.test(name)) continue
      /** @type {Waiting} */
      const kept = JSON.parse(localStorage.getItem(name) ?? '{}')
      if (name !== address) {
        if (!(Date.now() - kept.at < month)) localStorage.removeItem(name)
        continue
      }
      const entries = kept.sending ? takeUp(kept.sending.entries, kept.sending.page) : {}
      if (kept.sending && Object.keys(entries).length > 0) waiting.sending = { ...kept.sending, entries }
      waiting.dirty = takeUp(kept.dirty, kept.page)
    }
    keep()
    if (!isEmpty()) {
      tell(words.restored)
      schedule(0)
    }
  } catch {}

  form.addEventListener('input', ({ target }) => {
    const item = /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest('[data-item]') : null)
    const id = item?.dataset.item
    if (!item || !id) return
    const base = waiting.dirty[id]?.base ?? Number(item.dataset.revision)
    refused = false
    waiting.dirty[id] = { base, fields: fieldsOf(id) }
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
    const parcel = !busy && !closed && pack()
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
