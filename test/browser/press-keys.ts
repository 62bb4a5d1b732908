import type { Locator, Page } from 'playwright-core'

const MOST_STOPS = 200

/** Whether what has the focus can be seen to have it: outlined, on the screen, and with nothing over it. A date's parts have marks of the browser's own. */
const SEEN = `(() => {
  const element = document.activeElement
  if (element === document.body || element.matches('[type=date], main')) return true
  const { x, y, width, height } = element.getBoundingClientRect()
  const inView = x + width > 0 && x < innerWidth && y + height > 0 && y < innerHeight
  const over = document.elementFromPoint(x + width / 2, y + height / 2)
  const isCovered = over !== null && !element.contains(over) && !over.contains(element)
  const isMarked = (one) => one !== null && getComputedStyle(one).outlineStyle === 'solid'
  return inView && !isCovered && (isMarked(element) || isMarked(element.closest('label')) || element.matches('[role=combobox]'))
})()`

type TabOptions = { readonly back?: boolean }

/** Goes on by Tab, or back by Shift and Tab, until it has the focus. @throws Error when it never has, or somewhere on the way the focus cannot be seen */
export async function tabTo(page: Page, target: Locator, { back = false }: TabOptions = {}): Promise<void> {
  await target.waitFor()
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    if (!(await page.evaluate<boolean>(SEEN)))
      throw new Error(`The focus cannot be seen on ${await page.evaluate('document.activeElement.outerHTML')}`)
    if (await hasFocus(target)) return
  }
  throw new Error(`The focus never comes to ${target}.`)
}

/** Goes there by Tab, and presses Enter on it. */
export async function enter(page: Page, target: Locator, options: TabOptions = {}): Promise<void> {
  await tabTo(page, target, options)
  await page.keyboard.press('Enter')
}

export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === element.ownerDocument.activeElement)
}

/** Until it has the focus. */
export async function focusComes(target: Locator): Promise<void> {
  await target.and(target.page().locator(':focus')).waitFor()
}

/** What was just copied on the page, once it says so. */
export async function readCopied(page: Page): Promise<string> {
  await page.getByRole('status').getByText('Copied', { exact: true }).waitFor()
  await page.context().grantPermissions(['clipboard-read'])
  return page.evaluate<string>('navigator.clipboard.readText()')
}
