import { beforeAll, describe } from 'vitest'
import { startDemo } from './start-demo.ts'
import { tellAccountParts } from './tell-account-parts.ts'
import { tellAdoption } from './tell-adoption.ts'
import { tellExperiment } from './tell-experiment.ts'
import { tellFiles } from './tell-files.ts'
import { tellHostileNames } from './tell-hostile-names.ts'
import { tellKeyboard } from './tell-keyboard.ts'
import { tellLiveAlert } from './tell-live-alert.ts'
import { tellLooks } from './tell-looks.ts'
import { tellPages } from './tell-pages.ts'
import { tellPlaybooks } from './tell-playbooks.ts'
import { tellRestart } from './tell-restart.ts'
import { tellSegmentSdk } from './tell-segment-sdk.ts'
import { tellToday } from './tell-today.ts'
import { tellWalk } from './tell-walk.ts'
import { STANDS_MS, untilStands } from './until-stands.ts'
import { MISSING, PATIENT, SKIPPED, useStage } from './use-stage.ts'

describe.skipIf(MISSING !== null)(`the demo's dashboard in a real browser${SKIPPED}`, PATIENT, () => {
  const stage = useStage(startDemo)
  beforeAll(() => untilStands(stage()), STANDS_MS)
  tellPages(stage)
  tellLooks(stage)
  tellWalk(stage)
  tellToday(stage)
  tellAdoption(stage)
  tellExperiment(stage)
  tellPlaybooks(stage)
  tellAccountParts(stage)
  tellKeyboard(stage)
  tellLiveAlert(stage)
  tellHostileNames(stage)
  tellFiles(stage)
  tellSegmentSdk(stage)
  tellRestart(stage)
})
