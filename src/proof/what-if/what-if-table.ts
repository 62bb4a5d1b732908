import type { Model } from '../../config/model.ts'
import type { Zone } from '../../core/time.ts'
import type { Entity } from '../../fold/entity.ts'
import { type MaskPool, resetMasks } from '../../fold/mask-pool.ts'
import type { FoldPlan } from '../../fold/plan/fold-plan.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Ground } from '../backtest/ground.ts'
import type { ProvedSignal } from '../backtest/proved-signal.ts'
import { type KeptDays, makeOpenDays, openDays } from './keep-daily.ts'
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
  /** 1 on days on which the rule is not judged, since an event that it reads was hardly heard of; null: on none. */
  readonly suspended: Uint8Array | null
  /** Accounts that are left out: it cannot be told whether some of what their members did is theirs. */
  readonly unsure: number
  /** What every threshold is measured on. */
  readonly moments: Moments
  /** By the place of a threshold, what the rest of the rule says; worked out when it is first asked for. */
  readonly answers: Map<string, readonly (Uint16Array | null)[]>
}

/**
 * Reads the days of one entity after the other, as far as the rule of the table looks at them, into one entity on which conditions can be evaluated: what is read
 * next is written over it, and its masks are taken back.
 */
export function openerOf({ plan, days, split }: WhatIfTable, masks: MaskPool): (one: KeptDays) => Entity {
  const count = days.to - days.from + 1
  const { present, values, leaves } = makeOpenDays({ ...split.reads, days: count })
  const { nodes, reads, rule } = split
  const last = Math.max(-1, ...reads.nodes.map((at) => nodes[at]!))
  const byNode: Float64Array[] = Array.from({ length: last + 1 }, () => NO_NUMBERS)
  reads.nodes.forEach((at, i) => {
    byNode[nodes[at]!] = values[i]!
  })
  const entity: Entity = {
    ...{ plan, level: rule.level, ofAccount: null, ...days, values: byNode, accountTraits: [], personTraits: [] },
    knowing: { view: 'decision', zone: plan.zone, closeDelayMinutes: plan.product.closeDelayMinutes, asOf: null },
    signals: new Map(reads.leaves.map((leaf, i) => [`$${leaf}`, leaves[i]!])),
    ...{ masks, present, segments: new Map(), reference: null },
  }
  return (one) => {
    openDays(one, { present, values, leaves }, { ...reads, kept: nodes.length })
    resetMasks(masks, count)
    return entity
  }
}

const NO_NUMBERS = new Float64Array(0)
