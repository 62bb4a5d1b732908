import { describe } from 'vitest'
import { startBeyond } from './start-beyond.ts'
import { startEmpty } from './start-empty.ts'
import { startRestated } from './start-restated.ts'
import { tellEmpty } from './tell-empty.ts'
import { tellKey } from './tell-key.ts'
import { tellRestated } from './tell-restated.ts'
import { tellSignIn } from './tell-sign-in.ts'
import { MISSING, PATIENT, SKIPPED, useStage } from './use-stage.ts'

describe.skipIf(MISSING !== null)(`a dashboard that asks for a key in a real browser${SKIPPED}`, PATIENT, () => {
  const stage = useStage(startBeyond)
  tellKey(stage)
  tellSignIn(stage)
})

describe.skipIf(MISSING !== null)(`a dashboard before the first event in a real browser${SKIPPED}`, PATIENT, () => {
  tellEmpty(useStage(startEmpty))
})

describe.skipIf(MISSING !== null)(`a dashboard over numbers that came out otherwise later${SKIPPED}`, PATIENT, () => {
  tellRestated(useStage(startRestated))
})
