import { test } from 'vitest'
import { openStill } from './check-read.ts'
import type { Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'

const READ_MS = 60_000

/** Every page of the side bar by its address, which is also its picture's name. */
export const PAGES: readonly string[] = [
  ...['today', 'team', 'accounts', 'bands', 'activation', 'engagement', 'adoption', 'retention', 'revenue'],
  ...['signals', 'discover', 'playbooks', 'changes', 'questions', 'catalogue', 'data', 'settings'],
]

/** A walk along the side bar: a sentence, no trouble, no inside word, nothing that moves by itself, and in light and dark, wide and on a phone, a picture, no barrier, nothing wider than the screen. */
export function tellWalk(stage: () => Stage): void {
  test.each(PAGES.filter((name) => name !== 'accounts'))(
    'the page %s in every look',
    async (name) => {
      const page = await openStill(stage(), `/${name}`)
      await takeLooks(page, name)
    },
    READ_MS * 2,
  )
}
