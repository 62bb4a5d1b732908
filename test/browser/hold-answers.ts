import type { Page } from 'playwright-core'
import { settled } from './check-read.ts'

/** Opens the page again with what the addresses answer held back; gives what lets them go. */
export async function heldBack(page: Page, addresses: RegExp): Promise<() => void> {
  let letGo = (): void => {}
  const told = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(addresses, async (route) => {
    await told
    await route.fallback()
  })
  await page.reload()
  return letGo
}

/** Keeps hold of whatever can be pressed as the page stands, and where it is. */
const KEEP = `
  globalThis.placeOf = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return [x + scrollX, y + scrollY, width, height].map(Math.round).join(' ')
  }
  globalThis.canBePressed = (element) => element.isConnected && element.checkVisibility({ visibilityProperty: true })
  globalThis.kept = [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary)')]
    .filter(canBePressed)
    .map((element) => ({ element, place: placeOf(element) }))
`
const COMPARE = `
  kept
    .map((one) => ({ ...one, now: canBePressed(one.element) ? placeOf(one.element) : 'nowhere' }))
    .filter(({ place, now }) => now !== place)
    .map(({ element, place, now }) => (element.ariaLabel ?? element.textContent) + ': ' + place + ' to ' + now)
`

/** What whoever is about to press it would miss once the rest has arrived. */
export async function findMoved(page: Page, letGo: () => void): Promise<string[]> {
  await page.evaluate(KEEP)
  letGo()
  await settled(page)
  return page.evaluate<string[]>(COMPARE)
}
