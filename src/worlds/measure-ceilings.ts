import type { WorldPlan } from './account-plan.ts'

/** What nothing that watches usage can exceed in this world. Counted over decisions and falls from the start to the end. NaN where there are none. */
export type Ceilings = {
  readonly decisions: number
  readonly silent: number
  readonly failedPayments: number
  readonly falls: number
  readonly lulls: number
  /** Share of decisions (payments aside) before which usage fell. */
  readonly recall: number
  /** Share of sustained falls that ended, or would without a rescue have ended, in a decision. */
  readonly precision: number
  /** Of customers at risk for a year. */
  readonly annualChurn: number
}

export function measureCeilings(plan: WorldPlan): Ceilings {
  const { startDay, endDay } = plan.frame
  const tally = { decline: 0, silent: 0, payment: 0, falls: 0, lulls: 0, days: 0 }
  for (const { paid } of plan.accounts) {
    if (paid === null || paid.from >= endDay) continue
    const decidedOn = paid.churn?.decidedOn ?? endDay
    if (paid.churn !== null && decidedOn < endDay) tally[paid.churn.kind]++
    tally.days += Math.min(decidedOn, endDay) - Math.max(paid.from, startDay)
    for (const dip of paid.dips) {
      if (dip.onset >= endDay || dip.onset >= decidedOn) continue
      tally.falls++
      if (dip.kind === 'lull') tally.lulls++
    }
  }
  const decisions = tally.decline + tally.silent
  const hazard = ((decisions + tally.payment) / tally.days) * 365.25
  return {
    decisions,
    silent: tally.silent,
    failedPayments: tally.payment,
    falls: tally.falls,
    lulls: tally.lulls,
    recall: tally.decline / decisions,
    precision: (tally.falls - tally.lulls) / tally.falls,
    annualChurn: 1 - Math.exp(-hazard),
  }
}
