import { RECOVERED_RATIO } from '../config/detectors.ts'
import type { Detector, Model, Rule } from '../config/model.ts'
import { type Day, weekStartOf } from '../core/time.ts'
import type { Compared } from '../core/transition.ts'
import { TRUE, UNKNOWN } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'
import { type Conditions, standingAt } from './judge-condition.ts'
import type { SignalChange } from './judge-signal.ts'
import type { HeldLevel, SignalState } from './signal-state.ts'
import { isBack, stepDetector } from './step-detector.ts'

export type JudgedDetector = {
  readonly state: SignalState
  readonly changes: readonly (SignalChange & { readonly compared: readonly Compared[] | null })[]
}

export type DetectorInput = {
  readonly model: Model
  readonly signal: Rule & { readonly detector: Detector }
  readonly conditions: Conditions
  readonly entity: Entity
  /** The entity with all that is unclaimed; null: there is none. */
  readonly claimed: Entity | null
  readonly state: SignalState
  /** Where to note the open days. */
  readonly open: Uint8Array
}

/** Runs a detector over the judged days from the state before them. One day or many: the same steps. */
export function judgeDetector(input: DetectorInput): JudgedDetector {
  const { signal, conditions, entity, open } = input
  const { detector } = signal
  const changes: JudgedDetector['changes'][number][] = []
  let { state } = input
  for (let i = 0; i < open.length; i++) {
    if (isIdle(state, conditions, i)) {
      open[i] = 0
      continue
    }
    const day = entity.from + i
    const { applies, when } = standingAt(conditions, i, entity.present)
    const far = isJudged(detector, entity, day) ? when : UNKNOWN
    const told = state.open && conditions.suspended?.[i] !== 1
    const ratio = told ? ratioAgainst(input, state.held, i) : Number.NaN
    const before = state
    const reading = { applies, far, ratio, held: levelAt(detector, entity, i) }
    const stepped = stepDetector(state, reading, { rules: signal, kind: detector.kind, day })
    state = stepped.state
    for (const what of stepped.changes) {
      const compared = what === 'opened' ? null : [compareHeld(input.model, signal, { held: before.held, ratio })]
      changes.push({ what, day, ordinal: state.ordinal, compared })
    }
    open[i] = state.open ? 1 : 0
  }
  return { state, changes }
}

/** A closed detector that waits for nothing changes nothing on a day that is not far from usual. */
function isIdle(state: SignalState, { when }: Conditions, i: number): boolean {
  return !state.open && state.run === 0 && state.settled !== true && when[i] !== TRUE
}

/** A slow drop is judged once a week, at its close. */
function isJudged({ kind }: Detector, { plan }: Entity, day: Day): boolean {
  return kind !== 'slow drop' || weekStartOf(day + 1, plan.product.weekStart) === day + 1
}

function levelAt({ ratio, shift }: Detector, { values }: Entity, i: number): Omit<HeldLevel, 'recovered'> {
  return { entryRatio: values[ratio]![i]!, usual: shift === null ? null : values[shift.usual]![i]! }
}

/** The day compared with the level that is held; unknown where it matters whether what is unclaimed is the entity's. */
function ratioAgainst({ signal, entity, claimed }: DetectorInput, held: HeldLevel | undefined, i: number): number {
  const own = heldRatio(signal.detector, entity, { held, at: i })
  if (claimed === null) return own
  const all = heldRatio(signal.detector, claimed, { held, at: i })
  const { kind } = signal.detector
  return isBack(kind, own) === isBack(kind, all) ? own : Number.NaN
}

type HeldAt = { readonly held: HeldLevel | undefined; readonly at: number }

/** (recent + ½) / (weeks × common factor × held + ½), or 1 and 0 for heard of and silent. */
export function heldRatio({ ratio, shift }: Detector, { values }: Entity, { held, at }: HeldAt): number {
  if (shift === null) return values[ratio]![at]!
  const expected = shift.weeks * values[shift.factor]![at]! * (held?.usual ?? Number.NaN)
  return (values[shift.recent]![at]! + 0.5) / (expected + 0.5)
}

type Held = { readonly held: HeldLevel | undefined; readonly ratio: number }

/** The level that is held as a compared number: what it would take to close. */
export function compareHeld(
  { graph }: Model,
  { level, detector: { kind, ratio: node, shift } }: Pick<DetectorInput['signal'], 'level' | 'detector'>,
  { held, ratio }: Held,
): Compared {
  const up = kind === 'rise'
  const usual = held?.usual ?? null
  const recent = shift === null ? null : graph[level][shift.recent]!.label
  const before = usual === null ? '' : ` (${Number(usual.toFixed(2))} a week)`
  const threshold = shift === null ? 1 : up ? 1 / RECOVERED_RATIO : RECOVERED_RATIO
  const known = !Number.isNaN(ratio)
  return {
    label:
      recent === null ? graph[level][node]!.label : `${recent} as a share of what was usual before it opened${before}`,
    quantity: graph[level][node]!.id,
    value: known ? ratio : null,
    op: up ? '<=' : '>=',
    threshold,
    holds: known ? isBack(kind, ratio) : null,
  }
}
