import type { Condition } from '../../config/expression.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { TRUE } from '../compare-value.ts'
import type { MemberEntity } from '../entity.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import type { LevelPlan, Step } from '../plan/fold-plan.ts'

const ROLL_UPS = ['roll-up', 'roll-up-where', 'top-member'] as const
type RollUpStep = Extract<Step, { readonly kind: (typeof ROLL_UPS)[number] }>
export type RollUp = {
  readonly step: RollUpStep
  readonly total: Float64Array
  /** Members with a known value; of a top member the highest that was compared. */
  readonly counted: Float64Array
  /** Signals that its condition names. */
  readonly signals: readonly string[]
  /** Such a signal was not judged on the members: the number is unknown. */
  blind: boolean
}

/** Whether an account's number is made from those of its members. */
export function isRollUp(kind: string): boolean {
  return (ROLL_UPS as readonly string[]).includes(kind)
}

export function openRollUps(plan: LevelPlan, { from, to }: DayRange): RollUp[] {
  const days = to - from + 1
  return plan.steps
    .filter((step): step is RollUpStep => isRollUp(step.kind))
    .map((step) => ({
      step,
      total: new Float64Array(days).fill(step.kind === 'top-member' ? Number.NaN : 0),
      counted: new Float64Array(days).fill(step.kind === 'top-member' ? Number.NEGATIVE_INFINITY : 0),
      signals: namedSignals(asked(step)),
      blind: false,
    }))
}

/** The condition that decides who of the members counts; null: all do. */
function asked(step: RollUpStep): Condition | null {
  return step.kind === 'roll-up-where' ? step.when : (step.among ?? null)
}

/** Adds one member on the days on which it is one. */
export function addMember(rollUps: readonly RollUp[], member: MemberEntity): void {
  for (const rollUp of rollUps) {
    const { step } = rollUp
    const condition = asked(step)
    if (rollUp.signals.some((key) => !member.signals.has(key))) {
      rollUp.blind = true
      continue
    }
    const holds = condition === null ? null : evaluateCondition(condition, member)
    if (step.kind === 'roll-up-where') addHolds(rollUp, holds!, member)
    else if (step.kind === 'top-member') addTop(rollUp, step, { member, among: holds })
    else addValue(rollUp, step, { member, among: holds })
  }
}

function namedSignals(condition: Condition | null): string[] {
  switch (condition?.kind) {
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
    case undefined:
      return []
  }
}

/** A member, and the days on which it is among those asked for; null: all of them. */
type Asked = { readonly member: MemberEntity; readonly among: Uint8Array | null }

function addValue(
  { total, counted }: RollUp,
  step: Extract<Step, { readonly kind: 'roll-up' }>,
  { member: { present, values, firstPresent, lastPresent }, among }: Asked,
): void {
  const own = values[step.over]!
  const highest = step.how === 'max'
  for (let i = firstPresent; i <= lastPresent; i++) {
    const value = own[i]!
    // biome-ignore lint/suspicious/noSelfCompare: what is not itself is unknown, and this is the hottest loop over members.
    if (present[i] === 0 || value !== value) continue
    if (among !== null && among[i] !== TRUE) continue
    if (!highest) total[i]! += value
    else if (counted[i] === 0 || value > total[i]!) total[i] = value
    counted[i]! += 1
  }
}

/** Of members with equal numbers the lower value counts, and a known one before an unknown: whom they are compared in which order changes nothing. */
function addTop(
  { total, counted }: RollUp,
  step: Extract<Step, { readonly kind: 'top-member' }>,
  { member: { present, values, firstPresent, lastPresent }, among }: Asked,
): void {
  const by = values[step.by]!
  const over = values[step.over]!
  for (let i = firstPresent; i <= lastPresent; i++) {
    if (present[i] === 0 || (among !== null && among[i] !== TRUE)) continue
    const most = by[i]!
    const tied = most === counted[i] && (over[i]! < total[i]! || Number.isNaN(total[i]!))
    if (!(most > counted[i]! || tied)) continue
    counted[i] = most
    total[i] = over[i]!
  }
}

function addHolds({ total }: RollUp, holds: Uint8Array, { present, firstPresent, lastPresent }: MemberEntity): void {
  for (let i = firstPresent; i <= lastPresent; i++) {
    if (present[i] === 1 && holds[i] === TRUE) total[i]! += 1
  }
}

/** By node. Without a member that counts the mean, the highest and the top member's are unknown, the sum and the count are 0. */
export function closeRollUps(rollUps: readonly RollUp[]): Map<number, Float64Array> {
  return new Map(rollUps.map((rollUp) => [rollUp.step.node, closeRollUp(rollUp)]))
}

function closeRollUp({ step, total, counted, blind }: RollUp): Float64Array {
  if (blind) return total.fill(Number.NaN)
  if (step.kind !== 'roll-up' || step.how === 'sum') return total
  for (let i = 0; i < total.length; i++) {
    if (counted[i] === 0) total[i] = Number.NaN
    else if (step.how !== 'max') total[i]! /= counted[i]!
  }
  return total
}
