import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { findChromium } from './launch-browser.ts'
import { clearStage, closeStage, openStage, type Stage } from './stage.ts'
import { startBeyond } from './start-beyond.ts'
import { CUSTOMERS_CONFIG, startCustomers } from './start-customers.ts'
import { startDemo } from './start-demo.ts'
import { findServer, type Server } from './start-server.ts'
import { tellChanges } from './tell-changes.ts'
import { tellExport } from './tell-export.ts'
import { tellHostileNames } from './tell-hostile-names.ts'
import { tellKey } from './tell-key.ts'
import { tellLiveAlert } from './tell-live-alert.ts'
import { tellLooks } from './tell-looks.ts'
import { tellPages } from './tell-pages.ts'
import { tellPlaybooks } from './tell-playbooks.ts'
import { tellRestart } from './tell-restart.ts'
import { tellSegmentSdk } from './tell-segment-sdk.ts'
import { tellSignIn } from './tell-sign-in.ts'
import { tellStanding } from './tell-standing.ts'
import { tellToday } from './tell-today.ts'
import { tellWalk } from './tell-walk.ts'

const missing = findChromium() === null ? 'no Chromium' : findServer() === null ? 'not built' : null
const skipped = missing === null ? '' : ` (skipped: ${missing})`

describe.skipIf(missing !== null)(`the demo's dashboard in a real browser${skipped}`, () => {
  const stage = useStage(startDemo)
  tellPages(stage)
  tellLooks(stage)
  tellWalk(stage)
  tellToday(stage)
  tellPlaybooks(stage)
  tellLiveAlert(stage)
  tellHostileNames(stage)
  tellSegmentSdk(stage)
  tellRestart(stage)
})

describe.skipIf(missing !== null)(`a dashboard with scores and steps in a real browser${skipped}`, () => {
  const stage = useStage(startCustomers)
  tellStanding(stage)
  tellExport(stage)
  tellChanges(stage, CUSTOMERS_CONFIG)
})

describe.skipIf(missing !== null)(`a dashboard that asks for a key in a real browser${skipped}`, () => {
  const stage = useStage(startBeyond)
  tellKey(stage)
  tellSignIn(stage)
})

/** A stage for the stories of one block; each leaves it clean. */
function useStage(start: () => Promise<Server>): () => Stage {
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
