// @ts-check
// Stores each response as it is given. Without this script the buttons of the form do the same.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-autosave]'))
const status = document.querySelector('#saved')
const count = document.querySelector('#answered')

if (form && status && count) {
  const { autosave = '', waiting, closed } = form.dataset
  let timer = 0
  let dirty = false

  const save = async () => {
    dirty = false
    try {
      const body = new URLSearchParams(/** @type {any} a form's text fields are what it takes */ (new FormData(form)))
      const answer = await fetch(autosave, { method: 'POST', body, headers: { accept: 'application/json' } })
      if (answer.status === 409) return say(closed)
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
      const { answered, stored } = await answer.json()
      count.textContent = answered
      say(stored)
    } catch {
      dirty = true
      say(waiting)
      schedule(5000)
    }
  }
  /** @param {number} milliseconds */
  const schedule = (milliseconds) => {
    clearTimeout(timer)
    timer = window.setTimeout(save, milliseconds)
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
    schedule(600)
  })
  addEventListener('online', () => dirty && schedule(0))
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    dirty = false
  })
}
