import type { Curve } from '../expression.ts'
import { byPercentile, falling, rising } from './curve.ts'
import { ratio } from './derived-quantities.ts'
import { activeShare, adoption, members } from './entity-quantities.ts'
import { activeDays, daysSinceLast } from './event-quantities.ts'
import { badList, badOptions, extra } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'
import { type PartBuilder, part, ScoreBuilder, score } from './score.ts'
import { days, windowData } from './window.ts'

const BANDS = { active: 75, stable: 50, drifting: 25, 'at risk': 0 } as const
const WINDOW = days(28)

type Ranked = readonly (readonly [percentile: number, share: number])[]
const RISING: Ranked = [
  [10, 0],
  [50, 0.5],
  [90, 1],
]
const FALLING: Ranked = [
  [10, 1],
  [50, 0.5],
  [90, 0],
]

type Of<F extends string> = {
  /** The features of which depth is the share in use; default every feature that the config's events name. */
  readonly features?: readonly F[]
}
type Engagement<Refs extends string> = ScoreBuilder<Refs, keyof typeof BANDS>

/**
 * Engagement of accounts, 0 … 100, out of five parts of 20: recency (in full up to one day without activity, nothing from 28 on), frequency (in full from 20 active days
 * of the last 28), depth (three quarters of the features in use), seats (three quarters of the members active), activity (20 events of value for each member). With `in`
 * each part goes by the accounts of the same group of a segment as the quarter began instead (`byPercentile`): nothing up to the tenth percentile, half at the middle, in
 * full from the ninetieth on; the curves above hold until a quarter has begun with 30 accounts. Bands: [75, 100] active, [50, 75) stable, [25, 50) drifting, [0, 25) at risk.
 */
export function engagement<const S extends string = never, const F extends string = never>(
  options: Of<F> & { readonly in?: S } = {},
  ...rest: readonly never[]
): Engagement<`segment.${NoInfer<S>}` | `feature.${NoInfer<F>}`> {
  const fifth = (of: QuantityBuilder, until: Curve, knots = RISING): PartBuilder =>
    part(20, of, options.in === undefined ? until : byPercentile({ in: options.in, knots, until }))
  const parts = {
    recency: fifth(daysSinceLast(), falling(1, 28), FALLING),
    frequency: fifth(activeDays(WINDOW), rising(0, 20)),
    depth: fifth(inUse(options), rising(0, 0.75)),
    seats: fifth(activeShare(WINDOW), rising(0, 0.75)),
    activity: fifth(ratio(activity(), members()), rising(0, 20)),
  }
  return new ScoreBuilder(score(parts).bands(BANDS).draft, [
    ...badOptions('engagement', options, ['features', 'in']),
    ...badList('engagement', options.features),
    ...extra('engagement', rest),
  ])
}

/**
 * Engagement of members, 0 … 100: recency 30 (nothing from 28 days without activity on), frequency 40 (in full from 12 active days of the last 28), depth 30 (half of the
 * features in use). Its mean over the members of an account is `rollUp('mean', score('memberEngagement'))`. Bands as of accounts.
 */
export function memberEngagement<const F extends string = never>(
  options: Of<F> = {},
  ...rest: readonly never[]
): Engagement<`feature.${NoInfer<F>}`> {
  const parts = {
    recency: part(30, daysSinceLast(), falling(1, 28)),
    frequency: part(40, activeDays(WINDOW), rising(0, 12)),
    depth: part(30, inUse(options), rising(0, 0.5)),
  }
  return new ScoreBuilder(score(parts).bands(BANDS).level('member').draft, [
    ...badOptions('memberEngagement', options, ['features']),
    ...badList('memberEngagement', options.features),
    ...extra('memberEngagement', rest),
  ])
}

function inUse({ features }: Of<string>): QuantityBuilder {
  return adoption({ window: WINDOW, ...(features === undefined ? {} : { features }) })
}

/** Events of value, whichever they are. */
function activity(): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'count', events: null, window: windowData(WINDOW), where: [] })
}
