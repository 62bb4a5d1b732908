import { describe } from 'vitest'
import { CUSTOMERS_CONFIG, startCustomers } from './start-customers.ts'
import { startFinds } from './start-finds.ts'
import { tellBoard } from './tell-board.ts'
import { tellChanges } from './tell-changes.ts'
import { tellExport } from './tell-export.ts'
import { tellFinds } from './tell-finds.ts'
import { tellMoney } from './tell-money.ts'
import { tellProof } from './tell-proof.ts'
import { tellStanding } from './tell-standing.ts'
import { MISSING, PATIENT, SKIPPED, useStage } from './use-stage.ts'

describe.skipIf(MISSING !== null)(`a dashboard with scores and steps in a real browser${SKIPPED}`, PATIENT, () => {
  const stage = useStage(startCustomers)
  tellStanding(stage)
  tellMoney(stage)
  tellExport(stage)
  tellChanges(stage, CUSTOMERS_CONFIG)
  tellProof(stage)
  tellBoard(stage)
})

describe.skipIf(MISSING !== null)(`a dashboard that has found something in a real browser${SKIPPED}`, PATIENT, () => {
  tellFinds(useStage(startFinds))
})
