import { judgeSignal } from '../../stats/verdicts/judge-signal.ts'
import type { ProofNeeds } from '../backtest/proved-signal.ts'
import type { Point } from './measure-point.ts'
import type { WhatIfTable } from './what-if-table.ts'

/**
 * Whether a threshold can be kept by what is counted of it over the whole time, however well it goes with the outcome: that takes longer to work out, and where this
 * is false it need not be.
 */
export function mayBeKept({ ground, signal }: WhatIfTable, point: Point, needs: ProofNeeds): boolean {
  const { gapDays: gap, withinDays, isTrend, outcome } = signal
  const healthy = isTrend ? ground.labelsOf(outcome, { gap, horizon: withinDays - gap }).counts.negative : 0
  const BEST = Number.POSITIVE_INFINITY
  const { ruling } = judgeSignal(
    {
      ...{ fired: point.right + point.wrong, outcomes: point.recall.outcomes, smallestExpected: BEST },
      ...{ ratio: { estimate: BEST, lower: BEST, upper: BEST }, q: 0, curable: null },
      precision: point.precision ?? { estimate: 0, lower: 0, upper: 1 },
      alertsPerAssignee: (point.perWeek ?? 0) / Math.max(1, needs.assignees),
      medianNotice: point.medianNotice,
      flapping: point.flapping ?? 0,
      falseAlarms: healthy === 0 ? null : (100 * point.wrong) / healthy,
    },
    { precision: needs.precision, capacity: needs.capacity, notice: needs.notice },
  )
  return ruling === 'keep'
}
