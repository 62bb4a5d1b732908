import type { Condition } from '../../config/expression.ts'
import { instantOfTime } from '../../core/instant-of-time.ts'
import { type Millis, MS_PER_DAY, type Zone } from '../../core/time.ts'
import { compareNumbers, TRUE } from '../compare-value.ts'
import type { Entity } from '../entity.ts'
import type { EntityScope } from '../entity-scope.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import type { DetectedStep } from '../fold-detected.ts'
import { sweepTrait } from '../fold-traits.ts'
import type { WindowScope } from '../fold-windows.ts'
import { visitRows } from '../own-rows.ts'
import type { DefinedStep } from '../plan/fold-plan.ts'
import { activationPoints } from './activation-points.ts'
import { closeOfDay } from './find-reached.ts'
import { onboardingRow } from './onboarding-row.ts'
import type { Reached } from './reached.ts'

type StepOf<K extends DefinedStep['kind']> = Extract<DefinedStep, { readonly kind: K }>
export type OnboardingStep = Exclude<
  DefinedStep,
  | StepOf<'holds' | 'weighted' | 'decayed' | 'score' | 'completeness' | 'tier' | 'entitlement' | 'forecast'>
  | DetectedStep
>

/** How far an entity is in its onboarding, on each judged day. */
export function foldOnboarding(scope: EntityScope, step: OnboardingStep, out: Float64Array): void {
  const { values } = scope.entity
  switch (step.kind) {
    case 'sign-up':
      foldSignUp(scope, step, out)
      return
    case 'reached':
      foldReached(scope, step, out)
      return
    case 'done':
      for (let i = 0; i < out.length; i++) out[i] = Number.isNaN(values[step.of]![i]!) ? 0 : 1
      return
    case 'progress':
      for (let i = 0; i < out.length; i++)
        out[i] = values[step.done]![i] === 1 ? 1 : progressOf(step.when, scope.entity, i)
      return
    case 'activated':
      foldActivated(scope, step, out)
      return
    case 'earliest':
    case 'latest-known':
    case 'latest-of':
      for (let i = 0; i < out.length; i++)
        out[i] = pickInstant(
          step,
          step.of.map((node) => values[node]![i]!),
        )
      return
    case 'elapsed':
      foldElapsed(scope, step, out)
      return
    case 'days-of-age':
      foldDaysOfAge(scope.windows, { step, signUps: values[step.signUp]!, zone: scope.entity.plan.zone }, out)
      return
    case 'activation-score':
      for (let i = 0; i < out.length; i++) out[i] = scoreAt(step, scope.entity, i)
      return
    case 'onboarding':
      for (let i = 0; i < out.length; i++) out[i] = rowAt(step, scope.entity, i)
      return
  }
}

/** The created-at trait as known that day, else the first sign-up event, else first seen; unknown before it. */
function foldSignUp(scope: EntityScope, { facts }: StepOf<'sign-up'>, out: Float64Array): void {
  const { entity, rows } = scope
  out.fill(Number.NaN)
  const fill = (instant: Millis, days: { readonly from: number; readonly to: number }): void => {
    const first = Math.max(days.from, entity.from)
    const last = Math.min(days.to, entity.to)
    if (first <= last) out.fill(instant, first - entity.from, last - entity.from + 1)
  }
  for (const era of scope.firstSeenAt()) fill(era.value, era)
  if (facts.size > 0) readSignUps({ entity, rows }, facts, out)
  const traits = entity.level === 'account' ? entity.accountTraits : entity.personTraits
  for (const era of sweepTrait(traits, entity.plan.createdAtKeys, entity.knowing)) {
    const instant = instantOfTime(era.value, entity.plan.zone)
    if (instant !== null) fill(instant, era)
  }
  const firstClose = closeOfDay(entity, entity.from)
  for (let i = 0; i < out.length; i++)
    if (out[i]! > firstClose && out[i]! > closeOfDay(entity, entity.from + i)) out[i] = Number.NaN
}

/** The first of the sign-up events known on each day, where there is one. */
function readSignUps(
  { entity, rows }: Pick<EntityScope, 'entity' | 'rows'>,
  facts: ReadonlySet<number>,
  out: Float64Array,
): void {
  const told = new Float64Array(out.length).fill(Number.POSITIVE_INFINITY)
  visitRows(rows, facts, (row, visible) => {
    const from = Math.max(visible, entity.from)
    for (let i = from - entity.from; i < told.length; i++) told[i] = Math.min(told[i]!, rows.block.firstTs[row]!)
  })
  for (let i = 0; i < out.length; i++) if (Number.isFinite(told[i]!)) out[i] = told[i]!
}

function foldReached(scope: EntityScope, step: StepOf<'reached'>, out: Float64Array): void {
  const { entity } = scope
  const found = findOwn(scope, step)
  for (let i = 0; i < out.length; i++)
    out[i] = found === undefined || entity.from + i < found.day ? Number.NaN : found.instant
}

/** What was not reached before the judged days need be looked for only where the condition holds on one of them. */
function findOwn({ entity, reached }: EntityScope, { node, when }: StepOf<'reached'>): Reached | undefined {
  if (reached.before === null) return reached.look().get(node)
  const known = reached.before.get(node)
  return known ?? (evaluateCondition(when, entity).includes(TRUE) ? reached.look().get(node) : undefined)
}

/** Of a comparison value / target, of all parts their mean, of any the furthest, of at least n the mean of the n furthest. What cannot be said is 0. */
function progressOf(condition: Condition, entity: Entity, i: number): number {
  switch (condition.kind) {
    case 'compare': {
      const value = entity.values[condition.quantity]![i]!
      if (compareNumbers(value, condition.op, condition.value) === TRUE) return 1
      const counts = (condition.op === '>=' || condition.op === '>') && condition.value > 0
      return counts && value > 0 ? Math.min(1, value / condition.value) : 0
    }
    case 'all':
    case 'any':
    case 'at-least': {
      const parts = condition.of.map((part) => progressOf(part, entity, i)).sort((a, b) => b - a)
      const needed = 'n' in condition ? condition.n : condition.kind === 'any' ? 1 : parts.length
      return needed === 0 ? 0 : parts.slice(0, needed).reduce((sum, part) => sum + part, 0) / needed
    }
    case 'certain':
      return progressOf(condition.of, entity, i)
    case 'not':
    case 'trait':
    case 'in-segment':
    case 'signal':
      return 0
  }
}

/** The instants of its milestones in order: the first after which the rule is met. */
function foldActivated({ entity }: EntityScope, { rule, reached }: StepOf<'activated'>, out: Float64Array): void {
  const nodes = [...reached]
  const instants = nodes.map(() => Number.NaN)
  for (let i = 0; i < out.length; i++) {
    const same = i > 0 && nodes.every(([, of], n) => Object.is(entity.values[of]![i], instants[n]))
    if (same) {
      out[i] = out[i - 1]!
      continue
    }
    nodes.forEach(([, of], n) => {
      instants[n] = entity.values[of]![i]!
    })
    const moments = instants.filter((instant) => !Number.isNaN(instant)).sort((a, b) => a - b)
    const isDone = (node: number, at: Millis): boolean => instants[nodes.findIndex(([done]) => done === node)]! <= at
    out[i] = moments.find((at) => isMet(rule, (node) => isDone(node, at))) ?? Number.NaN
  }
}

/** A rule over milestones, of which each is done or not. */
function isMet(rule: Condition, isDone: (node: number) => boolean): boolean {
  switch (rule.kind) {
    case 'compare':
      return isDone(rule.quantity)
    case 'all':
      return rule.of.every((part) => isMet(part, isDone))
    case 'any':
      return rule.of.some((part) => isMet(part, isDone))
    case 'at-least':
      return rule.of.filter((part) => isMet(part, isDone)).length >= rule.n
    case 'not':
      return !isMet(rule.of, isDone)
    case 'certain':
      return isMet(rule.of, isDone)
    case 'trait':
    case 'in-segment':
    case 'signal':
      return false
  }
}

function pickInstant({ kind }: StepOf<'earliest' | 'latest-known' | 'latest-of'>, instants: readonly number[]): number {
  if (kind === 'latest-of') return instants.reduce((last, instant) => Math.max(last, instant), Number.NEGATIVE_INFINITY)
  const known = instants.filter((instant) => !Number.isNaN(instant))
  if (known.length === 0) return Number.NaN
  return kind === 'earliest' ? Math.min(...known) : Math.max(...known)
}

function foldElapsed({ entity }: EntityScope, { from, to }: StepOf<'elapsed'>, out: Float64Array): void {
  const start = entity.values[from]!
  for (let i = 0; i < out.length; i++) {
    const end = to === null ? closeOfDay(entity, entity.from + i) : entity.values[to]![i]!
    out[i] = Math.max(0, end - start[i]!) / MS_PER_DAY
  }
}

type DaysOfAge = { readonly step: StepOf<'days-of-age'>; readonly signUps: Float64Array; readonly zone: Zone }

/** Active days between two ages: running totals apart, and the days that late rows turned over where they were known. */
function foldDaysOfAge({ lanes, from }: WindowScope, { step, signUps, zone }: DaysOfAge, out: Float64Array): void {
  const totals = lanes.activeTotals[step.lane]!
  const flips = lanes.flipsOf[step.lane]!
  for (let i = 0; i < out.length; i++) {
    out[i] = Number.NaN
    if (Number.isNaN(signUps[i]!)) continue
    const day = zone.dayOf(signUps[i]!)
    const first = Math.max(day + step.first, lanes.axis)
    const last = Math.min(day + step.last, from + i)
    out[i] = last < first ? 0 : totals[last - lanes.axis + 1]! - totals[first - lanes.axis]!
    for (const flip of flips)
      if (flip.known <= from + i && flip.day >= first && flip.day <= last) out[i]! += flip.active ? 1 : -1
  }
}

function scoreAt(step: StepOf<'activation-score'>, { values }: Entity, i: number): number {
  const at = (node: number): number => values[node]![i]!
  const weight = step.milestones.reduce((sum, one) => sum + one.weight, 0)
  const done = step.milestones.reduce((sum, one) => sum + one.weight * at(one.of), 0)
  const parts = activationPoints({
    doneShare: done / weight,
    firstDays: at(step.firstDays),
    returnDays: at(step.returnDays),
    furtherFeatures: at(step.furtherFeatures),
  })
  return parts[0] + parts[1] + parts[2] + parts[3]
}

function rowAt(step: StepOf<'onboarding'>, { values }: Entity, i: number): number {
  const at = (node: number): number => values[node]![i]!
  return onboardingRow({
    steps: step.done.length,
    done: step.done.reduce((sum, node) => sum + at(node), 0),
    age: at(step.age),
    allDays: at(step.allDays),
    dataDays: step.dataDays === null ? Number.NaN : at(step.dataDays),
    asksForData: step.dataDays !== null,
    activeMembers7: at(step.activeMembers7),
    signInDays14: at(step.signInDays14),
  })
}
