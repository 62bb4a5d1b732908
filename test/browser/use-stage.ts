import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { findChromium } from './launch-browser.ts'
import { clearStage, closeStage, openStage, type Stage } from './stage.ts'
import { findServer, type Server } from './start-server.ts'

/** Why nothing can be told in a browser; null: it can. */
export const MISSING = findChromium() === null ? 'no Chromium' : findServer() === null ? 'not built' : null
/** Behind the name of a block, so that a run says what it left out. */
export const SKIPPED = MISSING === null ? '' : ` (skipped: ${MISSING})`

/** How long a story may take that says nothing else: the machine may have other things to do. */
export const PATIENT = { timeout: 90_000 } as const

/** A stage for the stories of one block; each leaves it clean. */
export function useStage(start: () => Promise<Server>): () => Stage {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(start)
  }, 200_000)
  afterAll(() => closeStage(stage), 30_000)
  afterEach(async () => {
    expect(await clearStage(stage)).toEqual([])
  })
  return () => stage
}
