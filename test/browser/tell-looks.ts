import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { accountPath, type Look, OUTPUT, openPage, readJson, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

const PICTURES = join(packageRoot(), 'docs', 'pictures')
/** Kept in the repository; written only when asked for, so that a run leaves the tree clean. */
const KEPT = process.env.TELLTALE_PICTURES === '1' ? ['accounts-light', 'account-light', 'account-dark'] : []

const looks: readonly (readonly [name: string, page: 'accounts' | 'account', look: Look])[] = [
  ['accounts-light', 'accounts', { scheme: 'light' }],
  ['accounts-dark', 'accounts', { scheme: 'dark' }],
  ['accounts-phone-light', 'accounts', { scheme: 'light', width: 390 }],
  ['accounts-phone-dark', 'accounts', { scheme: 'dark', width: 390 }],
  ['account-light', 'account', { scheme: 'light' }],
  ['account-dark', 'account', { scheme: 'dark' }],
  ['account-phone-light', 'account', { scheme: 'light', width: 390 }],
  ['account-phone-dark', 'account', { scheme: 'dark', width: 390 }],
]

/** Every page in light and dark, wide and on a phone: a picture, no barrier, nothing wider than the screen. */
export function tellLooks(stage: () => Stage): void {
  test.each(looks)('%s: a picture, no barrier, nothing wider than the screen', async (name, which, look) => {
    const page = await openPage(stage(), which === 'accounts' ? '/accounts' : await growingAccount(stage()), look)
    await page
      .locator(which === 'accounts' ? 'tbody a' : '.figure svg')
      .first()
      .waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await findBarriers(page)).toEqual([])
    await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage: which === 'account' })
    if (!KEPT.includes(name)) return
    mkdirSync(PICTURES, { recursive: true })
    await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  })
}

/** The dearest account with an expansion alert: it has members, core actions and reasons on both sides. */
async function growingAccount(stage: Stage): Promise<string> {
  const { data } = await readJson<AccountPage>(stage, '/accounts?signal=expansionOpportunity&sort=mrr&limit=1')
  return accountPath(data[0]?.key ?? '')
}
