import { MS_PER_DAY } from '../core/time.ts'
import { planUplift } from '../proof/uplift/plan-uplift.ts'
import type { KeptPlan } from '../run/uplift/kept-experiment.ts'
import { noteDelivery, readExperiments, writeExperiment, writeExposures } from '../store/control/experiments.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import type { WorldPlan } from '../worlds/account-plan.ts'
import { HOLDOUT } from '../worlds/assign-arm.ts'

/** What the team of the demo tries on accounts whose use falls; its arms are drawn in the world by this name and version. */
const RESCUE = { name: 'rescue', version: 'v1' } as const
const WITHIN_DAYS = 60
const UNITS = 1_000
const BASE = 0.4
const BY = 'Dana Whitfield'

/**
 * Keeps the experiment of the demo's past, with who was exposed up to the world's end, as if each had been logged when their use fell: in a folder that has it
 * nothing changes. What came of them is read from what the world sent.
 */
export async function planDemoExperiment(control: ControlStore, { frame, accounts }: WorldPlan): Promise<void> {
  if ((await readExperiments(control, RESCUE.name)).length > 0) return
  const exposed = accounts.flatMap(({ account, paid }) => {
    const dip = paid?.dips[0]
    if (dip === undefined || dip.rescueTriggeredOn < frame.startDay || dip.rescueTriggeredOn >= frame.endDay) return []
    return [{ account: account.id, at: dip.rescueTriggeredOn * MS_PER_DAY, ...dip.rescue }]
  })
  exposed.sort((a, b) => a.at - b.at)
  await writeExperiment(control, {
    ...RESCUE,
    ...{ plan: JSON.stringify(planRescue(exposed.length / weeksOf(frame))), at: frame.startDay * MS_PER_DAY, by: BY },
  })
  await writeExposures(
    control,
    RESCUE,
    exposed.map(({ account, arm, at }) => ({ account, arm, at })),
  )
  for (const { account, delivered, at } of exposed)
    if (delivered) await noteDelivery(control, { ...RESCUE, account }, at)
}

function planRescue(perWeek: number): KeptPlan {
  const asked = { base: BASE, holdout: HOLDOUT, good: 'less', size: { units: UNITS }, perWeek } as const
  const planned = planUplift(asked)!
  return {
    plan: {
      ...{ experiment: RESCUE.name, salt: RESCUE.version, holdout: HOLDOUT, outcome: 'churned' },
      ...{ withinDays: WITHIN_DAYS, good: 'less', base: BASE, units: planned.units, detectable: planned.detectable },
      ...{ covariate: null, guardrails: ['Ticket Opened'], segment: null },
    },
    ...{ planned, control: null },
  }
}

function weeksOf({ startDay, endDay }: WorldPlan['frame']): number {
  return (endDay - startDay) / 7
}
