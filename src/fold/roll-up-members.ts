import type { Condition } from '../config/expression.ts'
import type { DayRange } from '../store/analytic/rows.ts'
import { TRUE } from './compare-value.ts'
import type { MemberEntity } from './entity.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import type { LevelPlan, Step } from './fold-plan.ts'

type RollUpStep = Extract<Step, { readonly kind: 'roll-up' | 'roll-up-where' }>
export type RollUp = {
  readonly step: RollUpStep
  readonly total: Float64Array
  /** Members with a known value. */
  readonly counted: Float64Array
  /** Signals that its condition names. */
  readonly signals: readonly string[]
  /** Such a signal was not judged on the members: the number is unknown. */
  blind: boolean
}

export function openRollUps(plan: LevelPlan, { from, to }: DayRange): RollUp[] {
  const days = to - from + 1
  return plan.steps
    .filter((step): step is RollUpStep => step.kind === 'roll-up' || step.kind === 'roll-up-where')
    .map((step) => ({
      step,
      total: new Float64Array(days),
      counted: new Float64Array(days),
      signals: step.kind === 'roll-up' ? [] : namedSignals(step.when),
      blind: false,
    }))
}

/** Adds one member on the days on which it is one. */
export function addMember(rollUps: readonly RollUp[], member: MemberEntity): void {
  for (const rollUp of rollUps) {
    if (rollUp.step.kind === 'roll-up') addValue(rollUp, rollUp.step, member)
    else if (rollUp.signals.some((key) => !member.signals.has(key))) rollUp.blind = true
    else addHolds(rollUp, evaluateCondition(rollUp.step.when, member), member)
  }
}

function namedSignals(condition: Condition): string[] {
  switch (condition.kind) {
    case 'signal':
      return [condition.signal]
    case 'not':
    case 'certain':
      return namedSignals(condition.of)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(namedSignals)
    case 'compare':
    case 'trait':
    case 'in-segment':
      return []
  }
}

function addValue(
  { total, counted }: RollUp,
  step: Extract<Step, { readonly kind: 'roll-up' }>,
  { present, values, firstPresent, lastPresent }: MemberEntity,
): void {
  const own = values[step.over]!
  const highest = step.how === 'max'
  for (let i = firstPresent; i <= lastPresent; i++) {
    const value = own[i]!
    // biome-ignore lint/suspicious/noSelfCompare: what is not itself is unknown, and this is the hottest loop over members.
    if (present[i] === 0 || value !== value) continue
    if (!highest) total[i]! += value
    else if (counted[i] === 0 || value > total[i]!) total[i] = value
    counted[i]! += 1
  }
}

function addHolds({ total }: RollUp, holds: Uint8Array, { present, ...days }: MemberEntity): void {
  for (let i = days.firstPresent; i <= days.lastPresent; i++) {
    if (present[i] === 1 && holds[i] === TRUE) total[i]! += 1
  }
}

/** By node. Without a member that counts the mean and the highest are unknown, the sum and the count are 0. */
export function closeRollUps(rollUps: readonly RollUp[]): Map<number, Float64Array> {
  return new Map(rollUps.map((rollUp) => [rollUp.step.node, closeRollUp(rollUp)]))
}

function closeRollUp({ step, total, counted, blind }: RollUp): Float64Array {
  if (blind) return total.fill(Number.NaN)
  if (step.kind === 'roll-up-where' || step.how === 'sum') return total
  for (let i = 0; i < total.length; i++) {
    if (counted[i] === 0) total[i] = Number.NaN
    else if (step.how !== 'max') total[i]! /= counted[i]!
  }
  return total
}
