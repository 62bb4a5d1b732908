import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { watchAsks } from './read-asks.ts'
import { watchTold } from './read-told.ts'
import { shakePage } from './shake-page.ts'
import { BEYOND } from './start-server.ts'

const ADDRESSES = ['127.0.0.1', BEYOND]
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Collects what must never happen: dialogs, faults of the page, errors on its console (a breach of the content policy is one), requests to elsewhere. */
export async function watchPage(page: Page, faults: string[]): Promise<void> {
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => faults.push(`fault: ${error.message}`))
  page.on('console', (message) => {
    const network = /Failed to load resource.*(40\d|net::ERR)/.test(message.text())
    if (message.type() === 'error' && !network) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !ADDRESSES.includes(url.hostname))
      faults.push(`asked elsewhere: ${request.url()}`)
  })
  watchAsks(page)
  watchTold(page)
  await shakePage(page)
}

/** Runs in a page before anything of it: adds up how much of it moves that nobody has moved. */
export const WATCH_SHIFT = `
  globalThis.shift = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shift += value
  }).observe({ type: 'layout-shift', buffered: true })
`

/** A third of what is called good: what one does not see. */
export const MOST_SHIFT = 0.03

/** How much of the page has moved by itself since it was opened: the layout shift, as a share of the screen. */
export function readShift(page: Page): Promise<number> {
  return page.evaluate<number>('globalThis.shift')
}

/** The rules that read colours. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** Serious and critical findings of axe-core on the page as it stands: rule and place. `onlyColours`: of a page that was looked over in another theme. */
export async function findBarriers(page: Page, { onlyColours = false } = {}): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axeSource)
  return page.evaluate(
    async (rules) => {
      type Finding = { id: string; impact: string; nodes: { html: string }[] }
      type Axe = { run: (on: unknown, how: object) => Promise<{ violations: Finding[] }> }
      const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown }
      const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
    },
    onlyColours ? { type: 'rule', values: COLOURS } : { type: 'tag', values: LEVELS },
  )
}

/** The same of what is open over a light page, in its colours in the dark too; leaves it light. */
export async function findBarriersInBoth(page: Page): Promise<string[]> {
  const light = await findBarriers(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await findBarriers(page, { onlyColours: true })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark]
}
