import type { Condition } from '../config/expression.ts'
import type { Model, Signal } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import type { Compared } from '../core/transition.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import { evaluateCondition } from '../fold/evaluate-condition.ts'
import { compareHeld, heldRatio } from './judge-detector.ts'
import { listComparisons, toCompared } from './list-comparisons.ts'
import { DEFAULT_STATE, type SignalState } from './signal-state.ts'
import { incidentOf } from './suspend-judgement.ts'

/** A comparison and how far its number is from the other side: signed so that adding it to the value reaches the threshold; null: unknown. */
export type ExplainedComparison = Compared & { readonly distance: number | null }

/** One part of a condition as a tree, with how it stands: null is unknown. */
export type ExplainedCondition =
  | { readonly kind: 'compare'; readonly holds: boolean | null; readonly comparison: ExplainedComparison }
  | { readonly kind: 'trait' | 'in-segment' | 'signal'; readonly holds: boolean | null; readonly condition: Condition }
  | {
      readonly kind: 'all' | 'any' | 'not' | 'certain' | 'at-least'
      readonly holds: boolean | null
      /** How many parts must hold. */
      readonly needed: number
      readonly parts: readonly ExplainedCondition[]
    }

export type ExplainedSignal = {
  readonly signal: Signal
  readonly day: Day
  readonly status: 'on' | 'off' | 'unknown' | 'not_applicable' | 'disabled'
  readonly state: SignalState
  readonly applies: ExplainedCondition | null
  readonly when: ExplainedCondition
  readonly until: ExplainedCondition | null
  /** Of a detector that is on: how far from the level of before. */
  readonly held: ExplainedComparison | null
  /** What must change for the signal to go the other way: the parts that stand against it, nearest first. */
  readonly flips: readonly ExplainedComparison[]
  /** An event that it reads is hardly heard of from anybody: it is not judged. */
  readonly incident: ReturnType<typeof incidentOf>
  /** Why it stays off although its condition holds. */
  readonly waiting: { readonly judgementsLeft: number; readonly restsUntil: Day | null } | null
}

/** Why a signal is on or off for an entity on one of the judged days (index `at`), given its state after that day. */
export function explainSignal(
  { model, signal }: { readonly model: Model; readonly signal: Signal },
  entity: Entity | PersonEntity,
  { at, state = DEFAULT_STATE }: { readonly at: number; readonly state?: SignalState | undefined },
): ExplainedSignal {
  const explain = (condition: Condition | null): ExplainedCondition | null =>
    condition === null ? null : explainCondition(model, condition, { entity, at })
  const applies = explain(signal.for)
  const when = explain(signal.when)!
  const until = explain(signal.until)
  const day = entity.from + at
  const incident = incidentOf(signal, entity, { day, open: state.open })
  const held =
    state.open && signal.detector !== null
      ? explainHeld(model, { ...signal, detector: signal.detector }, { entity, at, state })
      : null
  return {
    signal,
    day,
    status: incident !== null && !state.open && signal.enabled ? 'unknown' : statusOf(signal, { state, applies, when }),
    state,
    applies,
    when,
    until,
    held,
    flips: held !== null ? [held] : state.open ? flipsOf(until ?? when, until !== null) : flipsOf(when, true),
    incident,
    waiting: waitingOf(signal, { state, when, day }),
  }
}

function explainHeld(
  model: Model,
  signal: Parameters<typeof compareHeld>[1],
  { entity, at, state }: At & { readonly state: SignalState },
): ExplainedComparison {
  const ratio = heldRatio(signal.detector, entity, { held: state.held, at })
  const compared = compareHeld(model, signal, { held: state.held, ratio })
  return { ...compared, distance: compared.value === null ? null : compared.threshold - compared.value }
}

type Known = {
  readonly state: SignalState
  readonly applies: ExplainedCondition | null
  readonly when: ExplainedCondition
}

function statusOf(signal: Signal, { state, applies, when }: Known): ExplainedSignal['status'] {
  if (!signal.enabled) return 'disabled'
  if (state.open) return 'on'
  if (applies?.holds === false) return 'not_applicable'
  return when.holds === null ? 'unknown' : 'off'
}

function waitingOf(
  signal: Signal,
  { state, when, day }: { state: SignalState; when: ExplainedCondition; day: Day },
): ExplainedSignal['waiting'] {
  if (state.open || when.holds !== true) return null
  const rests = state.closedDay === null ? null : state.closedDay + signal.cooldownDays
  return {
    judgementsLeft: Math.max(0, signal.minimum - state.run),
    restsUntil: rests !== null && rests >= day ? rests : null,
  }
}

type At = { readonly entity: Entity; readonly at: number }

function explainCondition(model: Model, condition: Condition, where: At): ExplainedCondition {
  const holds = [false, true, null][evaluateCondition(condition, where.entity)[where.at]!]!
  switch (condition.kind) {
    case 'compare':
      return { kind: 'compare', holds, comparison: explainComparison(model, condition, where) }
    case 'trait':
    case 'in-segment':
    case 'signal':
      return { kind: condition.kind, holds, condition }
    case 'not':
    case 'certain':
      return { kind: condition.kind, holds, needed: 0, parts: [explainCondition(model, condition.of, where)] }
    case 'all':
    case 'any':
    case 'at-least': {
      const needed = 'n' in condition ? condition.n : condition.kind === 'any' ? 1 : condition.of.length
      return {
        kind: condition.kind,
        holds,
        needed,
        parts: condition.of.map((part) => explainCondition(model, part, where)),
      }
    }
  }
}

function explainComparison(
  model: Model,
  condition: Extract<Condition, { kind: 'compare' }>,
  { entity, at }: At,
): ExplainedComparison {
  const node = model.graph[entity.level][condition.quantity]!
  const compared = toCompared(node, condition, entity.values[condition.quantity]![at]!)
  return { ...compared, distance: compared.value === null ? null : compared.threshold - compared.value }
}

/** The comparisons that keep a condition from standing at `wanted`, the nearest (relative to its threshold) first; unknown ones last. */
function flipsOf(condition: ExplainedCondition, wanted: boolean): ExplainedComparison[] {
  const against = standingAgainst(condition, wanted)
  const near = ({ distance, threshold }: ExplainedComparison): number =>
    distance === null ? Number.POSITIVE_INFINITY : Math.abs(distance) / Math.max(1, Math.abs(threshold))
  return against.sort((a, b) => near(a) - near(b))
}

function standingAgainst(condition: ExplainedCondition, wanted: boolean): ExplainedComparison[] {
  if (condition.holds === wanted) return []
  switch (condition.kind) {
    case 'compare':
      return [condition.comparison]
    case 'not':
      return condition.parts.flatMap((part) => standingAgainst(part, !wanted))
    case 'all':
    case 'any':
    case 'at-least':
    case 'certain':
      return condition.parts.flatMap((part) => standingAgainst(part, wanted))
    case 'trait':
    case 'in-segment':
    case 'signal':
      return []
  }
}

/** The numbers that a signal compares anywhere, each node once: what a page lists beside it. */
export function comparedNodes(signal: Signal): number[] {
  const all = [signal.for, signal.when, signal.until, signal.escalate].flatMap(listComparisons)
  return [...new Set(all.map((comparison) => comparison.quantity))]
}
