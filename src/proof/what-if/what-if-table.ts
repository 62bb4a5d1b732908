import type { Model } from '../../config/model.ts'
import type { Zone } from '../../core/time.ts'
import type { Entity } from '../../fold/entity.ts'
import type { MaskPool } from '../../fold/mask-pool.ts'
import type { FoldPlan } from '../../fold/plan/fold-plan.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Ground } from '../backtest/ground.ts'
import type { ProvedSignal } from '../backtest/proved-signal.ts'
import type { KeptDays } from './keep-daily.ts'
import type { Moments } from './lay-moments.ts'
import type { SplitRule } from './split-rule.ts'

/** All that is needed to judge one rule again under other thresholds: folded once, judged as often as anybody likes. */
export type WhatIfTable = {
  readonly model: Model
  readonly plan: FoldPlan
  readonly zone: Zone
  readonly days: DayRange
  readonly split: SplitRule
  readonly ground: Ground
  /** Without episodes. */
  readonly signal: Omit<ProvedSignal, 'episodes'>
  /** By entity of the panel; null: it is left out. */
  readonly kept: readonly (KeptDays | null)[]
  /** Accounts that are left out: it cannot be told whether some of what their members did is theirs. */
  readonly unsure: number
  /** What every threshold is measured on. */
  readonly moments: Moments
  /** By the place of a threshold, what the rest of the rule says; worked out when it is first asked for. */
  readonly answers: Map<string, readonly (Uint16Array | null)[]>
}

/** The kept days as an entity that conditions can be evaluated on. It shares the pool: one at a time. */
export function entityOf(
  { plan, days, split }: WhatIfTable,
  { present, values, leaves }: KeptDays,
  masks: MaskPool,
): Entity {
  const byNode: Float64Array[] = []
  split.nodes.forEach((node, i) => {
    byNode[node] = values[i]!
  })
  return {
    ...{ plan, level: split.rule.level, ofAccount: null, ...days, values: byNode, accountTraits: [], personTraits: [] },
    knowing: { view: 'decision', zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes, asOf: null },
    signals: new Map(leaves.map((mask, i) => [`$${i}`, mask])),
    ...{ masks, present, segments: new Map(), reference: null },
  }
}
