import { expect, test } from 'vitest'
import { checkRead } from './check-read.ts'
import { openPage, type Stage } from './stage.ts'
import { TWO_LOOKS, takeLooks } from './tell-looks.ts'

/** Questions that somebody keeps. */
export function tellBoard(stage: () => Stage): void {
  test('questions: one that serves a decision is kept on the board, and opens again as it was asked', async () => {
    const page = await openPage(stage(), '/questions')
    await page.getByRole('button', { name: 'Accounts', exact: true }).click()
    await page.waitForURL(/actor=/)
    await checkRead(page)
    const asked = new URL(page.url()).search
    await page.getByRole('button', { name: 'Keep this question…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('The question').fill('How many accounts are active?')
    await dialog.getByLabel('Owner').fill('Pia Holm')
    await dialog.getByLabel('Which decision does it serve?').fill('Whether the second onboarding call stays')
    await takeLooks(page, 'questions-keep', { fullPage: false, names: TWO_LOOKS })
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    const board = page.getByRole('region', { name: 'Kept questions' })
    const cells = board.locator('tbody td')
    expect((await cells.allTextContents()).slice(0, 3)).toEqual([
      'How many accounts are active?',
      'Pia Holm',
      'Whether the second onboarding call stays',
    ])
    await takeLooks(page, 'questions-board', { names: TWO_LOOKS })
    await page.getByRole('button', { name: 'Users', exact: true }).click()
    await page.waitForURL((url) => url.search !== asked)
    await board.getByRole('button', { name: 'How many accounts are active?', exact: true }).click()
    await page.waitForURL((url) => url.search === asked)
  }, 60_000)
}
