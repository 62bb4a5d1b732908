import { expect, test } from 'vitest'
import { allButHeld, checkRead } from './check-read.ts'
import { findMoved, heldBack } from './hold-answers.ts'
import { openPage, readWords, type Stage } from './stage.ts'
import { takeLooks } from './tell-looks.ts'
import { PAGES } from './tell-walk.ts'

/** Pages that events fill: they say how these arrive. */
const FILLED_BY_EVENTS = [
  ...[
    'today',
    'accounts',
    'bands',
    'activation',
    'engagement',
    'adoption',
    'retention',
    'discover',
    'questions',
    'data',
  ],
]

/** Every page on a server in which nothing has arrived: no trouble, no number of nothing, and what to do next. */
export function tellEmpty(stage: () => Stage): void {
  test('each page says that nothing is known, and what to do next', async () => {
    const page = await openPage(stage(), '/livez')
    for (const name of PAGES) {
      await page.goto(`${stage().server.url}/${name}`)
      await checkRead(page)
      const said = await readWords(page)
      expect([name, said.includes('npx telltale import')]).toEqual([name, FILLED_BY_EVENTS.includes(name)])
      await takeLooks(page, `empty-${name}`)
    }
  }, 240_000)

  test('while it is not known whether anything has arrived, no page shows what it would take away or move', async () => {
    const held = /\/api\/v1\/status$/
    const moved: Record<string, string[]> = {}
    for (const name of PAGES) {
      const page = await openPage(stage(), `/${name}`)
      const letGo = await heldBack(page, held)
      await allButHeld(page, held)
      moved[name] = await findMoved(page, letGo)
      await page.close()
    }
    expect(moved).toEqual(Object.fromEntries(PAGES.map((name) => [name, []])))
  }, 240_000)
}
