import type { Condition } from '../../config/expression.ts'
import type { Rule } from '../../config/model.ts'
import { makeMaskPool, resetMasks, takeMask } from '../../fold/mask-pool.ts'
import { judgeConditions } from '../../judge/judge-condition.ts'
import { judgeDetector } from '../../judge/judge-detector.ts'
import { judgeSignal } from '../../judge/judge-signal.ts'
import { DEFAULT_STATE } from '../../judge/signal-state.ts'
import type { Episode } from '../backtest/proved-signal.ts'
import type { KeptDays } from './keep-daily.ts'
import { entityOf, type NumberRange, type WhatIfTable } from './what-if-table.ts'

/** What a rule would have done under one threshold, with its whole state machine: minimum, cooldown, `until`, escalation, and what a detector holds. */
export type Swept = {
  /** By entity, then by time. */
  readonly episodes: readonly Episode[]
  /** Entities on which it is on at the last day. */
  readonly on: ReadonlySet<number>
}

/** @param rule the split rule, with the threshold to be tried */
export function sweepRule(table: WhatIfTable, rule: Rule): Swept {
  const masks = makeMaskPool()
  const on = new Set<number>()
  const episodes: Episode[] = []
  const idle = idleUnder(rule, table)
  table.kept.forEach((unit, entity) => {
    if (unit === null || idle(unit)) return
    const { stretches, isOn } = judgeUnit(table, rule, { unit, masks })
    if (isOn) on.add(entity)
    for (const { openedAt, closedAt } of stretches) episodes.push({ entity, openedAt, closedAt })
  })
  return { episodes, on }
}

type Unit = { readonly unit: KeptDays; readonly masks: ReturnType<typeof makeMaskPool> }

function judgeUnit(table: WhatIfTable, rule: Rule, { unit, masks }: Unit) {
  const { days, zone, model } = table
  resetMasks(masks, days.to - days.from + 1)
  const entity = entityOf(table, unit, masks)
  const conditions = judgeConditions(rule, entity)
  const open = takeMask(masks)
  const of = { conditions, state: DEFAULT_STATE, open }
  const judged =
    rule.detector === null
      ? judgeSignal({ ...of, signal: rule, present: unit.present, from: days.from })
      : judgeDetector({ ...of, model, signal: { ...rule, detector: rule.detector }, entity, claimed: null })
  const stretches: { openedAt: number; closedAt: number | null }[] = []
  for (const { what, day } of judged.changes) {
    if (what === 'opened') stretches.push({ openedAt: zone.startOf(day + 1), closedAt: null })
    else if (what === 'closed') stretches.at(-1)!.closedAt = zone.startOf(day + 1)
  }
  return { stretches, isOn: judged.state.open }
}

/** Whether a rule can open on no day of a unit, by the largest and the smallest of its numbers alone. What is not a plain comparison is judged. */
function idleUnder(rule: Rule, { split, ranges }: WhatIfTable): (unit: KeptDays) => boolean {
  const tests = comparisonsOf(rule.when).flatMap((one) => {
    const at = split.nodes.indexOf(one.quantity)
    return at < 0 || (one.op !== '>=' && one.op !== '>' && one.op !== '<=' && one.op !== '<') ? [] : [{ ...one, at }]
  })
  return (unit) =>
    tests.some(({ op, value, at }) => {
      const { least, most } = rangeOf(ranges, unit.values[at]!)
      if (op === '>=') return !(most >= value)
      if (op === '>') return !(most > value)
      return op === '<=' ? !(least <= value) : !(least < value)
    })
}

/** Those of which each has to be true. */
function comparisonsOf(when: Condition): Extract<Condition, { kind: 'compare' }>[] {
  if (when.kind === 'compare') return [when]
  return when.kind === 'all' ? when.of.flatMap(comparisonsOf) : []
}

/** The smallest and the largest number of a column; worked out once. */
function rangeOf(ranges: WhatIfTable['ranges'], values: Float64Array): NumberRange {
  const known = ranges.get(values)
  if (known !== undefined) return known
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
  }
  const range = { least, most }
  ranges.set(values, range)
  return range
}
