import type { ScorePart } from '../config/expression.ts'
import type { Activation, Band, Model, Score } from '../config/model.ts'
import { exactPoints, splitPoints } from '../core/exact-points.ts'
import { TRUE } from '../fold/compare-value.ts'
import { evaluateCondition } from '../fold/evaluate-condition.ts'
import { activationPoints } from '../fold/onboarding/activation-points.ts'
import { curveShare } from '../fold/score/curve-share.ts'
import { chooseVariants, isFresh } from '../fold/score/fold-score.ts'
import { type FrozenBy, frozenByDay, knotsByDay } from '../fold/score/part-knots.ts'
import type { ScoreScope } from '../fold/score/score-scope.ts'

/** One line of a ledger: what a part earned of what it could. `points` null: it had no fresh data, and stands for nothing. */
export type LedgerLine = {
  readonly name: string
  /** The number in English, and its value; null: unknown, or of no single number. */
  readonly label: string
  readonly value: number | null
  /** Of the value. */
  readonly unit: string
  readonly points: number | null
  /** The most it can earn; null: no such most. */
  readonly most: number | null
  /** Whose percentiles its knots are; null: they are fixed, or it has none. */
  readonly frozen: FrozenBy | null
}

/** A score opened into lines that add up to it exactly. */
export type Ledger = {
  readonly key: string
  /** null: unknown; then the lines are of what is known, and add up to nothing. */
  readonly value: number | null
  readonly band: string | null
  readonly completeness: number | null
  readonly lines: readonly LedgerLine[]
  /** Facts that stand beside the value, with the band that each puts the score in. */
  readonly exceptions: readonly { readonly name: string; readonly band: string | null }[]
}

/**
 * A score of an entity on one of the judged days (index `at`). `knotsAt`: the day whose frozen knots are taken instead of its own, so that two days are told by the same
 * ones; the value is then what the lines come to.
 */
export function listLedger(
  model: Model,
  score: Score,
  { scope, at, knotsAt = at }: { readonly scope: ScoreScope; readonly at: number; readonly knotsAt?: number },
): Ledger {
  const { entity } = scope
  const own = knownAt(scope, score.node, at)
  const { value, lines } = linesOf(model, score, { scope, at, knotsAt, value: own })
  return {
    key: score.key,
    value: score.kind === 'tiers' ? null : value,
    band: bandAt(score.bands, scope, at),
    completeness: score.completeness === null ? null : knownAt(scope, score.completeness, at),
    lines,
    exceptions: score.exceptions
      .filter(({ when }) => evaluateCondition(when, entity)[at] === TRUE)
      .map(({ name, band }) => ({ name, band })),
  }
}

type At = { readonly scope: ScoreScope; readonly at: number }
type Valued = At & { readonly value: number | null }
type Opened = Pick<Ledger, 'value' | 'lines'>

function linesOf(model: Model, score: Score, where: Valued & { readonly knotsAt: number }): Opened {
  switch (score.kind) {
    case 'parts':
      return openParts(model, score, where)
    case 'decaying':
      return { value: where.value, lines: linesOfFading(model, score, where) }
    case 'tiers':
      return { value: where.value, lines: [] }
  }
}

function openParts(
  model: Model,
  score: Score,
  { scope, at, knotsAt, value: own }: Valued & { readonly knotsAt: number },
): Opened {
  const nodes = model.graph[score.level]
  const { expr } = nodes[score.node]!
  if (expr.kind !== 'score') return { value: own, lines: [] }
  const { parts } = chooseVariants(scope, expr)(at)
  const shares = parts.map((part) => shareAt(scope, part, { at, knotsAt }))
  const counted = parts.map((part, i) => (Number.isNaN(shares[i]!) ? 0 : part.weight))
  const known = counted.reduce((sum, weight) => sum + weight, 0)
  const earned = parts.map((part, i) => (counted[i] === 0 ? 0 : (100 * part.weight * shares[i]!) / known))
  const value = own === null || knotsAt === at ? own : exactPoints(earned.reduce((sum, one) => sum + one, 0))
  const points = value === null ? earned : splitPoints(value, earned)
  const lines = score.parts.map(({ name, of }, i): LedgerLine => {
    const isKnown = counted[i] !== 0
    const { label, unit } = nodes[of]!
    return {
      // Written out: of a close most of what opening its ledgers took was putting objects together from others.
      name,
      label,
      value: knownAt(scope, of, at),
      unit,
      points: isKnown ? points[i]! : null,
      most: isKnown ? (100 * parts[i]!.weight) / known : null,
      frozen: frozenAt(scope, parts[i]!, knotsAt),
    }
  })
  return { value, lines }
}

/** NaN: no fresh data, or nothing to hold it against. */
function shareAt(scope: ScoreScope, part: ScorePart, { at, knotsAt }: Pick<At, 'at'> & { readonly knotsAt: number }) {
  const knots = knotsByDay(scope, part.curve)(knotsAt)
  if (knots === null || !isFresh(scope, part, at)) return Number.NaN
  return curveShare(knots, scope.entity.values[part.of]![at]!)
}

function frozenAt(scope: ScoreScope, { curve }: ScorePart, at: number): FrozenBy | null {
  return 'among' in curve ? frozenByDay(scope, curve)(at) : null
}

/** Each event with its points as they fade; what the caps took off stands in a line of its own. */
function linesOfFading(model: Model, score: Score, { scope, at, value }: Valued): LedgerLine[] {
  if (value === null) return []
  const nodes = model.graph[score.level]
  const earned = score.parts.map(({ of, weight }) => weight * (knownAt(scope, of, at) ?? 0))
  const over = earned.reduce((sum, one) => sum + one, 0) - value > ROUNDING
  const named = [...score.parts.map(({ name }) => name), ...(over ? [OVER] : [])]
  const points = splitPoints(value, over ? [...earned, value - earned.reduce((sum, one) => sum + one, 0)] : earned)
  return named.map((name, i) => {
    const of = score.parts[i]?.of
    const number = of === undefined ? { label: name, value: null, unit: 'points' } : numberAt(nodes, of, { scope, at })
    return { name, ...number, points: points[i]!, most: null, frozen: null }
  })
}

const OVER = 'over the most of a user or in all'
/** More than adding up numbers that were rounded to 2⁻³⁰ can be off. */
const ROUNDING = 1e-6

/** The activation score of an entity: each milestone, the speed of the first, return days, further features. */
export function listActivationLedger(model: Model, activation: Activation, { scope, at }: At): Ledger {
  const nodes = model.graph[activation.level]
  const read = (node: number): number => scope.entity.values[node]![at]!
  const value = knownAt(scope, activation.score, at)
  const { milestones, firstDays, returnDays, furtherFeatures } = activation
  const weights = milestones.reduce((sum, { weight }) => sum + weight, 0)
  const earned = milestones.map(({ done, weight }) => weight * read(done))
  const parts = activationPoints({
    doneShare: earned.reduce((sum, one) => sum + one, 0) / weights,
    ...{ firstDays: read(firstDays), returnDays: read(returnDays), furtherFeatures: read(furtherFeatures) },
  })
  const steps = splitPoints(
    parts[0],
    earned.map((one) => (60 * one) / weights),
  )
  const rest = [
    ['speed', firstDays, 20],
    ['return days', returnDays, 10],
    ['further features', furtherFeatures, 10],
  ] as const
  const lines = [
    ...milestones.map(({ key, sentence, progress, weight }, i) => ({
      ...{ name: key, ...numberAt(nodes, progress, { scope, at }), label: sentence },
      ...{ points: steps[i]!, most: (60 * weight) / weights, frozen: null },
    })),
    ...rest.map(([name, node, most], i) => ({
      ...{ name, ...numberAt(nodes, node, { scope, at }), most },
      ...{ points: parts[i + 1]!, frozen: null },
    })),
  ]
  return {
    key: 'activation',
    value,
    band: bandAt(activation.bands, scope, at),
    completeness: null,
    lines,
    exceptions: [],
  }
}

/** The band that holds; null: unknown, or none. */
export function bandAt(bands: readonly Band[], { entity }: ScoreScope, at: number): string | null {
  return bands.find(({ when }) => evaluateCondition(when, entity)[at] === TRUE)?.name ?? null
}

function numberAt(
  nodes: Model['graph']['account'],
  node: number,
  { scope, at }: At,
): Pick<LedgerLine, 'label' | 'value' | 'unit'> {
  const { label, unit } = nodes[node]!
  return { label, unit, value: knownAt(scope, node, at) }
}

function knownAt({ entity }: ScoreScope, node: number, at: number): number | null {
  const value = entity.values[node]![at]!
  return Number.isNaN(value) ? null : value
}
