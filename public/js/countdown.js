// @ts-check
// Says how much time is left, by the server's clock: this device's own may be wrong or be changed.
const timed = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-left]'))
const shown = document.querySelector('#left')
const said = document.querySelector('#left-said')
const ask = /** @type {HTMLButtonElement | null} */ (document.querySelector('#say-left'))

if (timed && shown && said && ask) {
  const { left = '', leftWords = '' } = timed.dataset
  const [loading] = performance.getEntriesByType('navigation')
  const since = loading instanceof PerformanceNavigationTiming ? performance.now() - loading.responseStart : 0
  let end = performance.now() + Number(left) * 1000 - since
  // Marks, in seconds, at which the time is said aloud.
  let marks = [600, 300, 120, 60, 30]

  /** @param {number} seconds */
  const inWords = (seconds) => {
    const [unit, value] = seconds < 60 ? ['second', Math.max(0, seconds)] : ['minute', Math.floor(seconds / 60)]
    const days = seconds >= 172_800
    const hours = !days && seconds >= 7200
    const style = days ? 'day' : hours ? 'hour' : unit
    const amount = days ? Math.floor(seconds / 86_400) : hours ? Math.floor(seconds / 3600) : value
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      style: 'unit',
      unit: style,
      unitDisplay: 'long',
    })
    return leftWords.replace('[time]', format.format(amount))
  }
  const secondsLeft = () => Math.round((end - performance.now()) / 1000)

  const tick = () => {
    const seconds = secondsLeft()
    const text = inWords(seconds)
    if (shown.textContent !== text) shown.textContent = text
    if (marks.some((mark) => seconds <= mark)) {
      said.textContent = text
      marks = marks.filter((mark) => seconds > mark)
    }
    if (seconds > 0) return
    clearInterval(clock)
    dispatchEvent(new CustomEvent('time-up'))
    // The grace ends half a minute after the time; then the page shows how the attempt was closed.
    setTimeout(() => location.reload(), 33_000)
  }
  marks = marks.filter((mark) => secondsLeft() > mark)
  const clock = setInterval(tick, 1000)
  tick()

  addEventListener('time-left', (event) => {
    end = performance.now() + /** @type {CustomEvent<number>} */ (event).detail * 1000
  })
  ask.hidden = false
  ask.addEventListener('click', () => {
    said.textContent = ''
    said.textContent = inWords(secondsLeft())
  })
}
