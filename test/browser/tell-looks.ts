import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { accountPath, type Look, OUTPUT, openPage, readJson, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

const PICTURES = join(packageRoot(), 'docs', 'pictures')
/** Those that documents show are kept in the repository; written only when asked for, so that a run leaves the tree clean. */
const KEPT =
  process.env.TELLTALE_PICTURES === '1' ? ['account-light', 'today-light', 'activation-light', 'standing-light'] : []

/** Light and dark, wide and on a phone: [the end of the picture's name, the look]. */
export const LOOKS: readonly (readonly [name: string, look: Look])[] = [
  ['light', { scheme: 'light' }],
  ['dark', { scheme: 'dark' }],
  ['phone-light', { scheme: 'light', width: 390 }],
  ['phone-dark', { scheme: 'dark', width: 390 }],
]

/** Every page in light and dark, wide and on a phone: a picture, no barrier, nothing wider than the screen. */
export function tellLooks(stage: () => Stage): void {
  test.each(LOOKS)('accounts, %s: a picture, no barrier, nothing wider than the screen', async (name, look) => {
    const page = await openPage(stage(), '/accounts', look)
    await page.locator('tbody a').first().waitFor()
    await takeLook(page, `accounts-${name}`, { fullPage: false })
  })

  test.each(LOOKS)('account, %s: a picture, no barrier, nothing wider than the screen', async (name, look) => {
    const page = await openPage(stage(), await growingAccount(stage()), look)
    await page.locator('.figure svg').first().waitFor()
    await takeLook(page, `account-${name}`, { fullPage: true })
  })
}

/** Looks a page over as it stands, and takes its picture. */
export async function takeLook(page: Page, name: string, { fullPage }: { fullPage: boolean }): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  expect(await findBarriers(page)).toEqual([])
  await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage })
  if (!KEPT.includes(name)) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

/** The dearest account with an expansion alert: it has members, core actions and reasons on both sides. */
async function growingAccount(stage: Stage): Promise<string> {
  const { data } = await readJson<AccountPage>(stage, '/accounts?signal=expansionOpportunity&sort=mrr&limit=1')
  return accountPath(data[0]?.key ?? '')
}
