import type { Curve } from '../expression.ts'
import { activation } from './activation.ts'
import { falling, rising } from './curve.ts'
import { ratio } from './derived-quantities.ts'
import { limitUse } from './entitlement.ts'
import { activeMembers, activeShare, adoption, type Trait } from './entity-quantities.ts'
import { activeDays, count, daysSinceLast, type Events } from './event-quantities.ts'
import { badList, badOptions, extra, type Misuse } from './misuse.ts'
import { type GroupRef, type PartBuilder, part, ScoreBuilder, score } from './score.ts'
import { days } from './window.ts'

const WINDOW = days(28)
const HEALTH_BANDS = { healthy: 70, watch: 40, 'at risk': 0 } as const
const READINESS_BANDS = { ready: 70, warming: 40, 'not yet': 0 } as const

type Groups = Readonly<Record<string, string>>
type Features<F extends string> = {
  /** The features of which depth is the share in use; default every feature that the config's events name. */
  readonly features?: readonly F[]
}

type HealthInputs<E extends string, F extends string, S extends Groups, N extends Groups> = Features<F> & {
  /** The events of the work the product is for. */
  readonly core: Events<E>
  /** Events of asking for help. */
  readonly tickets: Events<E>
  /** Events of a payment that did not come. */
  readonly failedPayments: Events<E>
  /** What active members are a share of; default the members. */
  readonly seats?: Trait
  /** Who is small: `{ size: 'small' }`. One or two who use it well are enough there. */
  readonly small?: S
  /** Who is new: `{ age: 'new' }`. The last 28 days are not all theirs yet. */
  readonly fresh?: N
}
type HealthRefs<E extends string, F extends string, S, N> =
  | `event.${NoInfer<E>}`
  | `feature.${NoInfer<F>}`
  | GroupRef<S>
  | GroupRef<N>

const SMALL: Readonly<Record<string, Curve>> = { seats: rising(0, 0.25), depth: rising(0, 0.5) }
const FRESH: Readonly<Record<string, Curve>> = { recency: falling(2, 14), frequency: rising(0, 8) }

/**
 * Health of accounts, 0 … 100, out of seven inputs: activation 15 (its score), recency 20 (in full up to 3 days since core work, nothing from 28 on), frequency 15 (16 active days
 * of 28), seats 20 (three quarters active in 28 days), depth 15 (three quarters of the features in 28 days), support 5 (no ticket in 28 days, nothing from 5 on), billing 10 (no failed payment in
 * 28 days). The small earn all of seats with a quarter active and of depth with half of the features; the new all of recency up to 2 days, nothing from 14 on, and of frequency with 8 active days; who is both, both. More
 * combinations: `.variant()`. Bands: [70, 100] healthy, [40, 70) watch, [0, 40) at risk. Rests on `activation`.
 */
export function customerHealth<
  const E extends string,
  const F extends string = never,
  const S extends Groups = Record<never, never>,
  const N extends Groups = Record<never, never>,
>(
  inputs: HealthInputs<E, F, S, N>,
  ...rest: readonly never[]
): ScoreBuilder<HealthRefs<E, F, S, N>, keyof typeof HEALTH_BANDS> {
  const { core = [], tickets = [], failedPayments = [], features, seats, small, fresh } = inputs ?? {}
  const parts: Readonly<Record<string, PartBuilder>> = {
    activation: part(15, activation('score'), rising(0, 100)),
    recency: part(20, daysSinceLast(core), falling(3, 28)),
    frequency: part(15, activeDays(WINDOW), rising(0, 16)),
    seats: part(
      20,
      seats === undefined ? activeShare(WINDOW) : ratio(activeMembers(WINDOW), seats.number),
      rising(0, 0.75),
    ),
    depth: part(15, adoption({ window: WINDOW, ...(features === undefined ? {} : { features }) }), rising(0, 0.75)),
    support: part(5, count(tickets, WINDOW), falling(0, 5)).heardEvery(WINDOW),
    billing: part(10, count(failedPayments, WINDOW), falling(0, 1)).heardEvery(WINDOW),
  }
  const both =
    small !== undefined && fresh !== undefined ? [{ in: { ...small, ...fresh }, curves: { ...SMALL, ...FRESH } }] : []
  const alone = [
    ...(small === undefined ? [] : [{ in: { ...small }, curves: SMALL }]),
    ...(fresh === undefined ? [] : [{ in: { ...fresh }, curves: FRESH }]),
  ]
  const made = [...both, ...alone].reduce(
    (made, { in: groups, curves }) => made.variant(groups, { curves }),
    score(parts).bands(HEALTH_BANDS) as ScoreBuilder,
  )
  return new ScoreBuilder(made.draft, [
    ...missing('customerHealth', inputs, ['core', 'tickets', 'failedPayments']),
    ...badOptions('customerHealth', inputs, [
      ...['core', 'tickets', 'failedPayments', 'features', 'seats', 'small', 'fresh'],
    ]),
    ...badList('customerHealth', features),
    ...extra('customerHealth', rest),
  ])
}

type ReadinessInputs<L extends string, E extends string, F extends string> = Features<F> & {
  /** The limit of the plan that is in the way first, by its key in `entitlements`. */
  readonly limit: L
  /** Events of trying what the plan does not have. */
  readonly premium: Events<E>
  /** Events of bringing in others. */
  readonly invites: Events<E>
}

/**
 * How ready an account is for more, 0 … 100: limit 30 (nothing up to half of it, in full at the limit), premium 25 (3 attempts in 28 days), team 20 (3 invitations in 28 days), use 15 (16 active
 * days of 28), depth 10 (three quarters of the features used once a week or more). Bands: [70, 100] ready, [40, 70) warming, [0, 40) not yet.
 */
export function expansionReadiness<const L extends string, const E extends string, const F extends string = never>(
  inputs: ReadinessInputs<L, E, F>,
  ...rest: readonly never[]
): ScoreBuilder<`limit.${L}` | `event.${NoInfer<E>}` | `feature.${NoInfer<F>}`, keyof typeof READINESS_BANDS> {
  const { limit = '' as L, premium = [], invites = [], features } = inputs ?? {}
  const parts = {
    limit: part(30, limitUse(limit), rising(0.5, 1)),
    premium: part(25, count(premium, WINDOW), rising(0, 3)).heardEvery(WINDOW),
    team: part(20, count(invites, WINDOW), rising(0, 3)).heardEvery(WINDOW),
    use: part(15, activeDays(WINDOW), rising(0, 16)),
    depth: part(
      10,
      adoption({ window: WINDOW, minimum: 4, ...(features === undefined ? {} : { features }) }),
      rising(0, 0.75),
    ),
  }
  return new ScoreBuilder(score(parts).bands(READINESS_BANDS).draft, [
    ...missing('expansionReadiness', inputs, ['limit', 'premium', 'invites']),
    ...badOptions('expansionReadiness', inputs, ['limit', 'premium', 'invites', 'features']),
    ...badList('expansionReadiness', features),
    ...extra('expansionReadiness', rest),
  ])
}

/** Types ask for these, but a configuration is run without its types; without its events an input would count everything. */
function missing(builder: string, inputs: object | undefined, needed: readonly string[]): readonly Misuse[] {
  const given: Readonly<Record<string, unknown>> = { ...inputs }
  return needed
    .filter((name) => given[name] === undefined)
    .map((name) => ({
      bad: null,
      message: `${builder}() needs ${name}, and was given none.`,
      mend: `Name what tells it: ${builder}({ ${needed.map((one) => `${one}: …`).join(', ')} }).`,
    }))
}
