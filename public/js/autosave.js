// @ts-check
// Stores each response as it is given. Without this script the buttons of the form do the same.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-autosave]'))
const status = document.querySelector('#saved')

if (form && status) {
  const { autosave = '', saved, waiting, closed } = form.dataset
  let timer = 0
  let dirty = false

  const save = async () => {
    dirty = false
    try {
      const body = new URLSearchParams(/** @type {any} a form's text fields are what it takes */ (new FormData(form)))
      const answer = await fetch(autosave, { method: 'POST', body, headers: { accept: 'application/json' } })
      if (answer.status === 409) return say(closed)
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
      const { stored_at } = await answer.json()
      say(`${saved} ${new Date(stored_at).toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' })}`)
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

  form.addEventListener('input', () => {
    dirty = true
    schedule(600)
  })
  addEventListener('online', () => dirty && schedule(0))
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    dirty = false
  })
}
