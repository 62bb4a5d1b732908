import type { FactKey } from './fact-key.ts'

export type Level = 'account' | 'member' | 'person'

/** A stretch of local days that ends at the judged day (minus `offset` days). Rolling n = the judged day and the n − 1 before it. */
export type Window =
  | { readonly kind: 'rolling'; readonly days: number; readonly offset: number }
  | { readonly kind: 'calendar'; readonly unit: 'week' | 'month'; readonly offset: number }
  | { readonly kind: 'ever' }
  /** Exact to the millisecond, from raw events; only judged at an event or "now", at a day close it ends with the day. */
  | { readonly kind: 'hours'; readonly hours: number }

/** A feature and the facts that count as its use. */
export type Feature = { readonly name: string; readonly facts: readonly FactKey[] }

/**
 * How a number of one entity as of one moment is made. Node references (`top`, `of`, `over`, …) are indices into the same level's graph, smaller than the
 * node's own; `over` of a roll-up is an index into the member graph. The result is a number or unknown (NaN inside the fold, null outside).
 */
export type Expr =
  | {
      readonly kind: 'count' | 'sum'
      readonly facts: readonly FactKey[]
      readonly window: Window
      readonly scale: number
    }
  /** Of a gauge: the last reported value (by time), or the highest, within the window; unknown when none. */
  | { readonly kind: 'latest' | 'max'; readonly facts: readonly FactKey[]; readonly window: Window }
  | { readonly kind: 'distinct-users' | 'distinct-days'; readonly facts: readonly FactKey[]; readonly window: Window }
  | { readonly kind: 'distinct-features'; readonly features: readonly Feature[]; readonly window: Window }
  /** Whole days from the first (last) matching day to the judged day; unknown when never. */
  | { readonly kind: 'days-since-first' | 'days-since-last'; readonly facts: readonly FactKey[] }
  /** Consecutive days with a match, ending at the judged day or the day before. */
  | { readonly kind: 'streak-days'; readonly facts: readonly FactKey[] }
  /** Consecutive calendar weeks with matches on at least `daysPerWeek` days, ending at the running week or the one before. */
  | { readonly kind: 'streak-weeks'; readonly facts: readonly FactKey[]; readonly daysPerWeek: number }
  /** Members of the entity as of the moment (membership, not activity); or those with one of `roles`. */
  | { readonly kind: 'members'; readonly roles: readonly string[] | null }
  /** Active members in the window, and their share of the members; unknown at zero members. Never over 1. */
  | {
      readonly kind: 'active-members' | 'active-share'
      readonly facts: readonly FactKey[]
      readonly window: Window
      readonly roles: readonly string[] | null
    }
  /** Share of the listed features used at least `minimum` times in the window. */
  | {
      readonly kind: 'adoption'
      readonly features: readonly Feature[]
      readonly window: Window
      readonly minimum: number
    }
  /** top / bottom; unknown when bottom is 0 or unknown. Also usage of a limit. */
  | { readonly kind: 'ratio'; readonly top: number; readonly bottom: number }
  /** (now − before) / before; unknown when before is 0 or unknown. */
  | { readonly kind: 'change'; readonly now: number; readonly before: number }
  | { readonly kind: 'difference'; readonly now: number; readonly before: number }
  /** Rank of `of` among the accounts of the same value of `segment` (null: all accounts) at the last day close, 0 … 100. Account level only. */
  | { readonly kind: 'percentile'; readonly of: number; readonly segment: string | null }
  /** A numeric trait as of the moment (ISO times count as days since 1970). */
  | { readonly kind: 'trait'; readonly of: 'account' | 'person'; readonly trait: string }
  /** Since sign-up (the created-at trait, else first seen): whole days, or calendar months (fraction by days of the running month). */
  | { readonly kind: 'tenure'; readonly unit: 'days' | 'months' }
  /** Monthly recurring revenue in force, in units of the currency (null currency: the account's only one). */
  | { readonly kind: 'mrr' }
  /** Over the account's members as of the moment; `share` and `count` are of members for whom `when` holds. */
  | { readonly kind: 'roll-up'; readonly how: 'mean' | 'sum' | 'max'; readonly over: number }
  | { readonly kind: 'roll-up-where'; readonly how: 'count' | 'share'; readonly when: Condition }
  | { readonly kind: 'constant'; readonly value: number }

export type CompareOp = '>' | '>=' | '<' | '<=' | '=' | '!='

/** Three-valued: a comparison with an unknown quantity is unknown; all, any, not, at-least follow Kleene. Plain data; thresholds may be overridden. */
export type Condition =
  | { readonly kind: 'compare'; readonly quantity: number; readonly op: CompareOp; readonly value: number }
  | {
      readonly kind: 'trait'
      readonly of: 'account' | 'person'
      readonly trait: string
      readonly op: 'is' | 'is_not' | 'in' | 'contains' | 'is_set'
      readonly value: string | number | boolean | readonly (string | number)[] | null
    }
  | { readonly kind: 'in-segment'; readonly segment: string; readonly value: string }
  /** Another signal of the same level is open. */
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'at-least'; readonly n: number; readonly of: readonly Condition[] }
