import { DAY_MAX, type Day } from '../core/time.ts'
import type { EntityScope } from './entity-scope.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import { foldDefined } from './fold-defined.ts'
import { foldGauge } from './fold-gauge.ts'
import { foldDaysUntil, foldMrr, foldTenure, foldTrait, type SignUp, sweepTrait } from './fold-traits.ts'
import { drainSpans, foldDays, foldTotal, type WindowScope } from './fold-windows.ts'
import { foldColleagues } from './people/fold-colleagues.ts'
import type { Step } from './plan/fold-plan.ts'
import { type Place, percentileRank } from './reference/percentile-rank.ts'
import { referencePopulation } from './reference/reference-population.ts'
import { segmentByDay, segmentNames } from './segment-entity.ts'
import { foldSinceFirst, foldSinceLast, foldStreakDays, foldStreakWeeks } from './sweep-days.ts'
import type { Era } from './sweep-timeline.ts'

/** Computes planned nodes of an entity, in topological order, into `entity.values`. */
export function foldEntity(scope: EntityScope, steps: readonly Step[]): void {
  for (const step of steps) foldStep(scope, step, scope.entity.values[step.node]!)
}

function foldStep(scope: EntityScope, step: Step, out: Float64Array): void {
  const { windows } = scope
  switch (step.kind) {
    case 'total':
      foldTotal(windows, step, out)
      if (step.scale !== 1) scaleDown(out, step.scale)
      return
    case 'days':
      foldDays(windows, step, out)
      return
    case 'features':
      foldFeatures(windows, step, out)
      return
    case 'gauge':
      foldGauge(windows, step, out)
      return
    case 'since':
      if (step.which === 'last') foldSinceLast(windows, step.lane, out)
      else foldSinceFirst(windows, step.lane, out)
      return
    case 'streak-days':
      foldStreakDays(windows, step.lane, out)
      return
    case 'streak-weeks':
      foldStreakWeeks(windows, step, out)
      return
    case 'hours':
      out.fill(Number.NaN)
      scope.foldHours?.(step, out)
      return
    case 'constant':
      out.fill(step.value)
      return
    default:
      foldDerived(scope, step, out)
      return
  }
}

type Derived = Exclude<
  Step,
  { kind: 'total' | 'days' | 'features' | 'gauge' | 'since' | 'streak-days' | 'streak-weeks' | 'hours' | 'constant' }
>

function foldDerived(scope: EntityScope, step: Derived, out: Float64Array): void {
  const { entity } = scope
  switch (step.kind) {
    case 'users':
      out.fill(0)
      drainSpans(scope.gathered[step.node]!, scope.windows, out)
      return
    case 'members':
      out.set(scope.memberCounts[step.roleSet]!.subarray(0, out.length))
      return
    case 'role':
      if (scope.holdsRole === null) out.fill(Number.NaN)
      else out.set(scope.holdsRole(step.roles))
      return
    case 'ago':
      foldAgo(scope, step, out)
      return
    case 'roll-up':
    case 'roll-up-where':
    case 'top-member':
      out.set(scope.rollUps.get(step.node)!.subarray(0, out.length))
      return
    case 'ratio':
    case 'change':
    case 'difference':
      combine(step.kind, { a: entity.values[step.a]!, b: entity.values[step.b]! }, out)
      return
    case 'percentile':
      foldPercentile(scope, step, out)
      return
    case 'trait': {
      const rows = step.of === 'account' ? entity.accountTraits : entity.personTraits
      const eras = sweepTrait(rows, step.trait, entity.knowing)
      if (step.until === true) foldDaysUntil(eras, entity, { zone: entity.plan.zone, out })
      else foldTrait(eras, entity, { zone: entity.plan.zone, out })
      return
    }
    case 'tenure':
      foldTenure(signUpOf(scope), { days: entity, zone: entity.plan.zone, unit: step.unit }, out)
      return
    case 'mrr':
      foldMrr(scope.subscriptions, { knowing: entity.knowing, days: entity }, out)
      return
    case 'colleagues':
      foldColleagues(scope, out)
      return
    default:
      foldDefined(scope, step, out)
      return
  }
}

/** What a number was at the close of an earlier day, as it was known there. */
function foldAgo({ past }: EntityScope, step: Extract<Step, { readonly kind: 'ago' }>, out: Float64Array): void {
  const series = past?.values[step.of]
  if (past === null || series === undefined) out.fill(Number.NaN)
  else out.set(series.subarray(past.days - step.days, past.days - step.days + out.length))
}

function signUpOf({ entity, firstSeen }: EntityScope): SignUp {
  const rows = entity.level === 'account' ? entity.accountTraits : entity.personTraits
  return { created: sweepTrait(rows, entity.plan.createdAtKeys, entity.knowing), seen: firstSeen }
}

function scaleDown(out: Float64Array, scale: number): void {
  for (let i = 0; i < out.length; i++) out[i]! /= scale
}

function foldFeatures(
  windows: WindowScope,
  step: Extract<Step, { readonly kind: 'features' }>,
  out: Float64Array,
): void {
  const used = windows.spare
  out.fill(0)
  for (const lane of step.lanes) {
    foldTotal(windows, { lane, window: step.window }, used)
    for (let i = 0; i < out.length; i++) if (used[i]! >= step.minimum) out[i]! += 1
  }
  if (step.share) for (let i = 0; i < out.length; i++) out[i]! /= step.lanes.length
}

type Pair = { readonly a: Float64Array; readonly b: Float64Array }

/** Undefined is unknown: nothing is divided by zero, and what an unknown number enters is unknown. */
function combine(kind: 'ratio' | 'change' | 'difference', { a, b }: Pair, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const top = kind === 'ratio' ? a[i]! : a[i]! - b[i]!
    if (kind === 'difference') out[i] = top
    else out[i] = b[i] === 0 ? Number.NaN : top / b[i]!
  }
}

function foldPercentile(
  scope: EntityScope,
  step: Extract<Step, { readonly kind: 'percentile' }>,
  out: Float64Array,
): void {
  const { entity, reference, referenceLag } = scope
  const values = entity.values[step.of]!
  const names = step.segment === null ? [''] : segmentNames(entity.plan, step.segment)
  const placed = step.segment === null ? null : segmentByDay(step.segment, entity, evaluateCondition)
  const populations = names.map((name) => reference?.(referencePopulation(step.segment, name), step.quantity))
  const place: Place = { below: 0, upTo: 0 }
  for (let i = 0; i < out.length; i++) {
    const population = populations[placed === null ? 0 : placed[i]!]
    const points = population?.points[entity.from + i - referenceLag - population.from]
    out[i] = points === undefined ? Number.NaN : percentileRank(points, values[i]!, place)
  }
}

/** An entity known from the first: its sign-up does not move. */
export function seenFrom(day: Day): Era<Day>[] {
  return [{ value: day, from: -DAY_MAX, to: DAY_MAX }]
}
