// @ts-check
// Stores each response as it is given. Without this script the buttons of the form do the same.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-autosave]'))
const status = document.querySelector('#saved')
const count = document.querySelector('#answered')

if (form && status && count) {
  const { autosave = '', storing, waiting, signedOut, closed } = form.dataset
  let timer = 0
  let dirty = false
  let sending = false

  const post = () =>
    fetch(autosave, {
      method: 'POST',
      body: new URLSearchParams(/** @type {any} a form's text fields are what it takes */ (new FormData(form))),
      headers: { accept: 'application/json' },
      keepalive: true, // it arrives though the page is left
    })

  // One request at a time, so that an older answer can never arrive after a newer one.
  const save = async () => {
    if (sending || !dirty) return
    sending = true
    dirty = false
    try {
      const answer = await post()
      if (answer.status === 409) return say(closed)
      if (answer.redirected) throw new Error(signedOut)
      if (!answer.ok) throw new Error(waiting)
      const { answered, stored, doubt } = await answer.json()
      count.textContent = answered
      if (!dirty) say(`${stored} ${doubt}`)
    } catch (error) {
      dirty = true
      say(error instanceof Error && error.message === signedOut ? signedOut : waiting)
      schedule(5000)
    } finally {
      sending = false
      if (dirty && !timer) schedule(0)
    }
  }
  /** @param {number} milliseconds */
  const schedule = (milliseconds) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      timer = 0
      save()
    }, milliseconds)
  }
  /** @param {string | undefined} text */
  const say = (text) => {
    status.textContent = text ?? ''
  }

  /** From now on a blank for this item means that its response is taken back. @param {EventTarget | null} field */
  const markFilled = (field) => {
    const item = field instanceof Element ? field.closest('[data-item]') : null
    if (!(item instanceof HTMLElement) || item.querySelector('[name="filled"]')) return
    const mark = Object.assign(document.createElement('input'), {
      type: 'hidden',
      name: 'filled',
      value: item.dataset.item,
    })
    item.append(mark)
  }

  form.addEventListener('input', (event) => {
    markFilled(event.target)
    dirty = true
    say(storing)
    schedule(600)
  })
  addEventListener('online', () => dirty && schedule(0))
  addEventListener('pagehide', () => {
    if (dirty) post()
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    dirty = false
  })
}
