import { LEAST_COMPLETENESS } from '../../config/compile/compile-score.ts'
import { earnedBy, toEarning } from '../../fold/score/curve-share.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import { meanOf } from '../../stats/samples/sum-exactly.ts'
import type { Feature, Sample } from './fit-input.ts'
import { fitWithPenalty, type PenaltyFit } from './fit-penalty.ts'

/** A part of a fitted score: up to `weight` points along a line from `from` to `to`. */
export type FittedPart = {
  readonly feature: number
  readonly key: string
  readonly weight: number
  readonly from: number
  readonly to: number
  /** More of it earns more points. */
  readonly rises: boolean
}

export type DroppedFeature = {
  readonly feature: number
  readonly why: 'constant' | 'against_direction' | 'no_weight' | 'leak'
}

/** A score from 0 to 100 that adds up: its parts as the configuration writes them. Weights add up to 100. */
export type FittedPoints = {
  readonly parts: readonly FittedPart[]
  readonly dropped: readonly DroppedFeature[]
  readonly penalty: number
}

export type FittingPoints = {
  readonly features: readonly Feature[]
  /** Which of them are tried. */
  readonly chosen: readonly number[]
  readonly isBad: boolean
}

/** Extremes beyond these shares of the training rows count as much as these. */
const WINSOR = [0.01, 0.99] as const
const TENTHS = 1_000

type Span = { readonly feature: number; readonly low: number; readonly high: number; readonly mean: number }

/**
 * Ridge logistic regression on training rows, as points: each part is linear between the winsorised ends of its number, and so many points as its coefficient is worth
 * over that range, of 100 in all. Coefficients against their declared direction are left out, and the others fitted once more. Null where nothing is left.
 */
export function fitPoints(
  training: readonly Sample[],
  { features, chosen, isBad }: FittingPoints,
): FittedPoints | null {
  const spans = chosen.flatMap((feature) => spanOf(training, feature) ?? [])
  const dropped: DroppedFeature[] = chosen.flatMap((feature) =>
    spans.some((span) => span.feature === feature) ? [] : [{ feature, why: 'constant' }],
  )
  const first = fitSpans(training, spans)
  if (first === null) return null
  const against = spans.filter((span, i) => isAgainst(features[span.feature]!, first.model.coefficients[i]!))
  dropped.push(...against.map(({ feature }) => ({ feature, why: 'against_direction' as const })))
  const kept = spans.filter((span) => !against.includes(span))
  const fitted = against.length === 0 ? first : fitSpans(training, kept)
  if (fitted === null) return null
  const own = kept.filter((span, i) => !isAgainst(features[span.feature]!, fitted.model.coefficients[i]!))
  const parts = weigh(features, own, { kept, fitted, isBad })
  dropped.push(
    ...kept.flatMap(({ feature }) =>
      parts.some((part) => part.feature === feature) ? [] : [{ feature, why: 'no_weight' as const }],
    ),
  )
  return parts.length === 0 ? null : { parts, dropped, penalty: fitted.penalty }
}

function spanOf(training: readonly Sample[], feature: number): Span | null {
  const known = training.flatMap(({ values }) => (Number.isNaN(values[feature]!) ? [] : [values[feature]!]))
  const [low, high] = WINSOR.map((share) => quantileOf(known, share))
  if (low == null || high == null || !(high > low)) return null
  const [from, to] = [roundSignificant(low), roundSignificant(high)]
  if (!(to > from)) return null
  return { feature, low: from, high: to, mean: meanOf(known.map((value) => clamp(value, from, to)))! }
}

/** Three digits, as the configuration will have them. */
function roundSignificant(value: number): number {
  return Number(value.toPrecision(3))
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** What is not known counts as the mean, and says nothing. */
function fitSpans(training: readonly Sample[], spans: readonly Span[]): PenaltyFit | null {
  if (spans.length === 0) return null
  return fitWithPenalty(
    training.map(({ values, outcome, moment }) => ({
      ...{ outcome, moment },
      row: spans.map(({ feature, low, high, mean }) => {
        const value = values[feature]!
        return Number.isNaN(value) ? mean : clamp(value, low, high)
      }),
    })),
  )
}

function isAgainst({ direction }: Feature, coefficient: number): boolean {
  return direction === 'more' ? coefficient < 0 : direction === 'less' && coefficient > 0
}

type Weighing = { readonly kept: readonly Span[]; readonly fitted: PenaltyFit; readonly isBad: boolean }

/** A high score means what is good: the outcome, or its absence. Weights in tenths of a point, which add up to 100. */
function weigh(features: readonly Feature[], own: readonly Span[], { kept, fitted, isBad }: Weighing): FittedPart[] {
  const { coefficients, deviations } = fitted.model
  const worth = own.map((span) => {
    const i = kept.indexOf(span)
    return deviations[i]! === 0 ? 0 : (coefficients[i]! * (span.high - span.low)) / deviations[i]!
  })
  const total = worth.reduce((sum, one) => sum + Math.abs(one), 0)
  if (!(total > 0)) return []
  const tenths = worth.map((one) => Math.round((TENTHS * Math.abs(one)) / total))
  const largest = tenths.indexOf(Math.max(...tenths))
  tenths[largest]! += TENTHS - tenths.reduce((sum, one) => sum + one, 0)
  return own.flatMap(({ feature, low, high }, i): FittedPart[] => {
    if (tenths[i] === 0) return []
    const rises = worth[i]! > 0 !== isBad
    return [{ feature, key: features[feature]!.key, weight: tenths[i]! / 10, from: low, to: high, rises }]
  })
}

/** What each part earns; NaN: not known. */
export function earnOf({ parts }: Pick<FittedPoints, 'parts'>, values: readonly number[]): number[] {
  return parts.map(({ feature, weight, from, to, rises }) => {
    const curve = [
      { at: from, share: rises ? 0 : 1 },
      { at: to, share: rises ? 1 : 0 },
    ]
    const value = values[feature]!
    return Number.isNaN(value) ? Number.NaN : earnedBy(toEarning({ curve, weight }), value)
  })
}

/** The score as the configuration will work it out: over the parts that are known. NaN: too little is. */
export function scoreOf(points: Pick<FittedPoints, 'parts'>, values: readonly number[]): number {
  let [all, known, earned] = [0, 0, 0]
  earnOf(points, values).forEach((one, i) => {
    const { weight } = points.parts[i]!
    all += weight
    if (Number.isNaN(one)) return
    known += weight
    earned += one
  })
  return known === 0 || known < all * LEAST_COMPLETENESS ? Number.NaN : (100 * earned) / known
}
