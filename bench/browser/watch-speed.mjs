/** Runs in the page before anything of it: notes what moves without having been asked to, and when a link was clicked. */
export function watchSpeed() {
  const speed = { shift: 0, clicked: 0 }
  globalThis.__speed = speed
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) speed.shift += value
  }).observe({ type: 'layout-shift', buffered: true })
  const noteClick = () => {
    speed.clicked = performance.now()
  }
  addEventListener('click', noteClick, true)
}

/**
 * Waits in the page until it has its sentence and, with `whole`, nothing of it is still asked for, but not for longer than twenty seconds; gives the page's clock, ms.
 * `not`: the sentence of the page before.
 */
export async function untilShown({ not, whole }) {
  const end = performance.now() + 20_000
  const isThere = () => {
    const sentence = document.querySelector('h1')?.textContent ?? ''
    if (sentence === '' || sentence === not) return false
    return !whole || document.querySelector('main [aria-busy=true]') === null
  }
  while (!isThere() && performance.now() < end) await new Promise((resolve) => requestAnimationFrame(resolve))
  // What is drawn is interactive when the thread is free again.
  await new Promise((resolve) => setTimeout(resolve))
  return performance.now()
}

/** Scrolls the page by so much a frame, and gives how long each frame took, ms. */
export async function scrollOn({ frames, pixels }) {
  const next = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const times = []
  let before = await next()
  for (let i = 0; i < frames; i++) {
    globalThis.scrollBy(0, pixels)
    const now = await next()
    times.push(now - before)
    before = now
  }
  return times
}
