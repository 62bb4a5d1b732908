import type { Curve, PercentileCurve } from '../expression.ts'
import { addMisuse, badList, badOptions, extra, type Misuse } from './misuse.ts'

/** No points up to `none`, all of them from `all` on, linear between. */
export function rising(none: number, all: number): Curve {
  return [
    { at: none, share: 0 },
    { at: all, share: 1 },
  ]
}

/** All points up to `all`, none from `none` on, linear between. */
export function falling(all: number, none: number): Curve {
  return [
    { at: all, share: 1 },
    { at: none, share: 0 },
  ]
}

/** Points at rising values as shares 0 … 1 of the part: `knots([0, 0], [3, 0.8], [10, 1])`. Linear between them, flat outside. */
export function knots(...points: readonly (readonly [at: number, share: number])[]): Curve {
  return points.map(([at, share]) => ({ at, share }))
}

/** A curve whose knots are percentiles, being defined. `Refs`: the segment it mentions. */
export class FrozenCurveBuilder<Refs extends string = string> {
  readonly draft: PercentileCurve
  declare readonly refs: readonly Refs[]
  constructor(draft: PercentileCurve, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

type PercentileOptions<S extends string> = {
  /** The segment within whose groups accounts are compared; default all accounts. */
  readonly in?: S
  /** Shares 0 … 1 of the part at rising percentiles; default `[10, 0], [50, 0.5], [90, 1]`, so that more is better. */
  readonly knots?: readonly (readonly [percentile: number, share: number])[]
  /** The curve as long as no quarter has begun with 30 accounts; default none: the part is unknown until then. */
  readonly until?: Curve
}

const MORE_IS_BETTER = [
  [10, 0],
  [50, 0.5],
  [90, 1],
] as const

/**
 * A curve by where an account lies among the others: its knots are percentiles of the same number, of the accounts of the same group (fewer than 30: of all), as they
 * were known at the close of the day before the quarter began. They stay the same until the next quarter, so that a score does not move because others do. Where
 * percentiles coincide, a value equal to them earns the middle of their shares. Of scores of accounts.
 */
export function byPercentile<const S extends string = never>(
  options: PercentileOptions<S> = {},
  ...rest: readonly never[]
): FrozenCurveBuilder<`segment.${NoInfer<S>}`> {
  const { in: among = null, knots: points = MORE_IS_BETTER, until = null } = options
  const listed = Array.isArray(points) ? points : []
  const draft = { among, knots: listed.map(([percentile, share]) => ({ percentile, share })), until }
  return new FrozenCurveBuilder(draft, [
    ...badOptions('byPercentile', options, ['in', 'knots', 'until']),
    ...badList('byPercentile', options.knots),
    ...extra('byPercentile', rest),
  ])
}
