import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { findChromium } from './launch-browser.ts'
import { clearStage, closeStage, openStage, type Stage } from './stage.ts'
import { findServer } from './start-demo.ts'
import { tellHostileNames } from './tell-hostile-names.ts'
import { tellLiveAlert } from './tell-live-alert.ts'
import { tellLooks } from './tell-looks.ts'
import { tellPages } from './tell-pages.ts'
import { tellRestart } from './tell-restart.ts'
import { tellSegmentSdk } from './tell-segment-sdk.ts'

const missing = findChromium() === null ? 'no Chromium' : findServer() === null ? 'not built' : null
const skipped = missing === null ? '' : ` (skipped: ${missing})`

describe.skipIf(missing !== null)(`the demo's dashboard in a real browser${skipped}`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 200_000)
  afterAll(() => closeStage(stage), 30_000)
  afterEach(async () => {
    expect(await clearStage(stage)).toEqual([])
  })

  tellPages(() => stage)
  tellLooks(() => stage)
  tellLiveAlert(() => stage)
  tellHostileNames(() => stage)
  tellSegmentSdk(() => stage)
  tellRestart(() => stage)
})
