import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { openStill } from './check-read.ts'
import { findCut } from './find-cut.ts'
import { accountPath, OUTPUT, readJson, type Stage } from './stage.ts'
import { findBarriers } from './watch-page.ts'

const PICTURES = join(packageRoot(), 'docs', 'pictures')
/** Those that documents show are kept in the repository; written only when asked for, so that a run leaves the tree clean. */
const KEPT =
  process.env.TELLTALE_PICTURES === '1' ? ['account-light', 'today-light', 'activation-light', 'standing-light'] : []

type Look = { readonly name: string; readonly scheme: 'light' | 'dark'; readonly width: number }

/** Light and dark, wide and on a phone; `name` ends the picture's. */
const LOOKS: readonly Look[] = [
  { name: 'light', scheme: 'light', width: 1280 },
  { name: 'dark', scheme: 'dark', width: 1280 },
  { name: 'phone-light', scheme: 'light', width: 390 },
  { name: 'phone-dark', scheme: 'dark', width: 390 },
]

/** The list and an account in every look. */
export function tellLooks(stage: () => Stage): void {
  test('accounts in every look', async () => {
    const page = await openStill(stage(), '/accounts')
    await takeLooks(page, 'accounts', { fullPage: false })
  }, 60_000)

  test('account in every look', async () => {
    const page = await openStill(stage(), await growingAccount(stage()))
    await page.locator('.figure svg').first().waitFor()
    await takeLooks(page, 'account')
  }, 60_000)
}

/** Enough where a page is looked over in every look elsewhere, and only more of it is open. */
export const TWO_LOOKS = ['light', 'phone-dark'] as const

type LookOptions = { readonly fullPage?: boolean; readonly names?: readonly string[] }

/** Looks a page over as it stands in every look, without reading it again: a picture, no barrier, nothing wider than the screen; and nothing cut off on a narrower screen or by larger text. Leaves it wide and light. */
export async function takeLooks(page: Page, name: string, { fullPage = true, names }: LookOptions = {}): Promise<void> {
  for (const look of LOOKS.filter((one) => names?.includes(one.name) ?? true)) {
    await putOn(page, look)
    await takeLook(page, `${name}-${look.name}`, { fullPage, onlyColours: look.scheme === 'dark' })
  }
  await putOn(page, LOOKS[0]!)
  expect(await findCut(page)).toEqual([])
}

async function putOn(page: Page, { scheme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await page.setViewportSize({ width, height: width < 641 ? 844 : 900 })
  // From its top: what a page that is scrolled has half under its edge is no smaller for that.
  await page.evaluate('scrollTo(0, 0)')
}

type TakeOptions = { readonly fullPage: boolean; readonly onlyColours?: boolean }

/** Looks a page over as it stands, and takes its picture. `onlyColours`: all else of it was looked at in another theme. */
export async function takeLook(
  page: Page,
  name: string,
  { fullPage, onlyColours = false }: TakeOptions,
): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  expect(await findBarriers(page, { onlyColours })).toEqual([])
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
