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

/** How many points of a part a value earns: shares 0 … 1 of its weight at rising values, linear between them, flat outside. */
export type Curve = readonly { readonly at: number; readonly share: number }[]

/**
 * A curve whose knots are percentiles of the part's number among the accounts of the same group, as it stood when the quarter of the judged day began: frozen until
 * the next one begins. A group of fewer than 30 takes those of all accounts; of fewer than 30 in all, `until` (null: the part is unknown).
 */
export type PercentileCurve = {
  /** The segment whose groups are told apart; null: all accounts are one. */
  readonly among: string | null
  readonly knots: readonly { readonly percentile: number; readonly share: number }[]
  readonly until: Curve | null
}
/** `quantity` names the frozen knots among the references. */
export type FrozenCurve = PercentileCurve & { readonly quantity: string }

export type PartCurve = Curve | FrozenCurve

export type ScorePart = {
  readonly of: number
  readonly weight: number
  readonly curve: PartCurve
  /**
   * Id of the account node that counts the days since the part's facts were last seen; fresh while that is at most `freshDays` for some account. null: the part
   * rests on no facts, and is fresh when known.
   */
  readonly source: string | null
  readonly freshDays: number
}

/** The parts for those of whom `for` is true; of several the first. null: for everybody else. */
export type ScoreVariant = { readonly for: Condition | null; readonly parts: readonly ScorePart[] }

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
  /** Features used at least `minimum` times (absent: once). */
  | {
      readonly kind: 'distinct-features'
      readonly features: readonly Feature[]
      readonly window: Window
      readonly minimum?: number
    }
  /** Whole days from the first (last) matching day to the judged day; unknown when never. */
  | { readonly kind: 'days-since-first' | 'days-since-last'; readonly facts: readonly FactKey[] }
  /** Consecutive days with a match, ending at the judged day or the day before. */
  | { readonly kind: 'streak-days'; readonly facts: readonly FactKey[] }
  /** Consecutive calendar weeks with matches on at least `daysPerWeek` days, ending at the running week or the one before. */
  | { readonly kind: 'streak-weeks'; readonly facts: readonly FactKey[]; readonly daysPerWeek: number }
  /** Members of the entity as of the moment (membership, not activity); or those with one of `roles`. */
  | { readonly kind: 'members'; readonly roles: readonly string[] | null }
  /** Members active in the window; never more than there are. */
  | {
      readonly kind: 'active-members'
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
  | {
      readonly kind: 'trait'
      readonly of: 'account' | 'person'
      readonly trait: string
      /** The days until the date that it is. */
      readonly until?: true
    }
  /** Since sign-up (the created-at trait, else first seen): whole days, or calendar months (fraction by days of the running month). */
  | { readonly kind: 'tenure'; readonly unit: 'days' | 'months' }
  /** Monthly recurring revenue in force, in units of the currency (null currency: the account's only one). */
  | { readonly kind: 'mrr' }
  /** Users of the business e-mail domain of most members who never were members. Account level only. */
  | { readonly kind: 'colleagues' }
  /** Of a member: 1 while the membership has one of the roles, else 0. Member level only. */
  | { readonly kind: 'role'; readonly roles: readonly string[] }
  /** What `of` was at the close so many days before, as it was known then. Account level only. */
  | { readonly kind: 'ago'; readonly of: number; readonly days: number }
  /** Over the account's members as of the moment, or those for whom `among` holds; "where": how many of them `when` holds for. */
  | {
      readonly kind: 'roll-up'
      readonly how: 'mean' | 'sum' | 'max'
      readonly over: number
      readonly among?: Condition
    }
  /** `over` of the member with the highest known `by` (of several the lowest known `over`), of all or of those for whom `among` holds. */
  | { readonly kind: 'top-member'; readonly over: number; readonly by: number; readonly among?: Condition }
  | { readonly kind: 'roll-up-where'; readonly when: Condition }
  | { readonly kind: 'constant'; readonly value: number }
  /** 1 where the condition holds, 0 where it does not. */
  | { readonly kind: 'holds'; readonly when: Condition }
  /** Σ weight × value of the parts, at most `cap`; unknown parts add nothing, and where all are unknown so is the sum. */
  | { readonly kind: 'weighted'; readonly parts: readonly WeightedPart[]; readonly cap: number | null }
  /** Σ over the events of max(0, 1 − age / lifespan), the age in whole local days. */
  | { readonly kind: 'decayed'; readonly facts: readonly FactKey[]; readonly lifespanDays: number }
  | OnboardingExpr
  | DetectedExpr
  /** 100 × Σ weight × share / Σ weight over the parts with a known value; unknown while less than `least` of the weight has fresh data. */
  | { readonly kind: 'score'; readonly variants: readonly ScoreVariant[]; readonly least: number }
  /** Share of a score's weight that has fresh data, 0 … 1. */
  | { readonly kind: 'completeness'; readonly of: number }
  /** Index of the first condition that holds, their number when none does; unknown as long as one before it is. */
  | { readonly kind: 'tier'; readonly tiers: readonly Condition[]; readonly names: readonly string[] }
  /** Days until `usage` reaches `limit` if it goes on as in the last 28 days; `early` and `late`: the ends of the 95 % interval. Unknown where it does not rise. */
  | {
      readonly kind: 'forecast'
      readonly usage: number
      readonly limit: number
      readonly edge: 'middle' | 'early' | 'late'
    }
  /** Of an account's plan (a trait) as of the moment, by the table; no limit is infinite, a plan that is not listed unknown. */
  | {
      readonly kind: 'entitlement'
      readonly trait: string
      readonly plans: readonly { readonly plan: string; readonly limit: number | null }[]
    }

/** What a detector reads: an entity's own weeks, and how the day was for everybody (`SharedWeeks`). */
export type DetectedExpr =
  /** Days since the entity was first seen. */
  | { readonly kind: 'seen' }
  /** The middle week of the entity's own, 14 days after it was first seen or later; unknown with fewer than four (warming up). */
  | ({ readonly kind: 'usual' } & OwnWeeks)
  /** How the last `weeks` weeks compare with usual for the median account; unknown while tracking is under suspicion. */
  | { readonly kind: 'common-factor'; readonly shared: SharedWeeks; readonly segment: string | null }
  /** weeks × common factor × usual week. */
  | { readonly kind: 'expected'; readonly weeks: 1 | 4; readonly usual: number; readonly factor: number }
  /** (recent + ½) / (expected + ½). */
  | { readonly kind: 'against'; readonly recent: number; readonly expected: number }
  /** Probability of a count so low (up: so high) if nothing had changed; unknown where the count is not on that side of what was expected. */
  | ({
      readonly kind: 'chance'
      readonly factor: number
      readonly direction: 'down' | 'up'
    } & OwnWeeks)
  /** Business days since the last active one; the usual week before; the probability of so long a silence. Unknown for who is new, or long gone. */
  | {
      readonly kind: 'silence'
      readonly facts: readonly FactKey[]
      readonly read: 'days' | 'week' | 'chance'
      /** Names the days on which hardly any account was active among the references. */
      readonly shared: string
    }

/** A window of `weeks` weeks, and the weeks that it is held against. */
export type OwnWeeks = {
  readonly weeks: 1 | 4
  /** The node of what the window holds. */
  readonly recent: number
  /** Nodes of the weeks before the window, newest first: the first ends with the day before it. */
  readonly blocks: readonly number[]
  readonly seen: number
  readonly shared: SharedWeeks
}

/** Names what all accounts together say of their weeks, among the references. */
export type SharedWeeks = string

export type WeightedPart = { readonly of: number; readonly weight: number }

/** How far an entity is in its onboarding. Instants are milliseconds since 1970. */
export type OnboardingExpr =
  /** Instant of sign-up: the created-at trait, else the first of the sign-up events, else first seen. */
  | { readonly kind: 'sign-up'; readonly facts: readonly FactKey[] }
  /** Instant at which the condition first held, looked for day by day from the first on; unknown until then. */
  | { readonly kind: 'reached'; readonly when: Condition }
  /** 1 once the instant `of` is known, else 0. */
  | { readonly kind: 'done'; readonly of: number }
  /** How near the condition of a milestone is to holding, 0 … 1; 1 for ever once it is done. */
  | { readonly kind: 'progress'; readonly done: number; readonly when: Condition }
  /** Instant at which enough of the milestones were done: `rule` compares `done` nodes. */
  | { readonly kind: 'activated'; readonly rule: Condition }
  /** Of several instants the first that is known, the last that is known, or the last (unknown until all are known). */
  | { readonly kind: 'earliest' | 'latest-known' | 'latest-of'; readonly of: readonly number[] }
  /** Days of 24 hours between two instants, never below 0; `to` null: up to the close of the judged day. */
  | { readonly kind: 'elapsed'; readonly from: number; readonly to: number | null }
  /** Distinct local days with a match from the `first` to the `last` day after sign-up, up to the judged day. */
  | {
      readonly kind: 'days-of-age'
      readonly facts: readonly FactKey[]
      readonly signUp: number
      readonly first: number
      readonly last: number
    }
  /** 60 for the milestones, 20 for the first one's speed, 10 for return days, 10 for further features: `points-of-activation.ts`. */
  | {
      readonly kind: 'activation-score'
      readonly milestones: readonly WeightedPart[]
      readonly firstDays: number
      readonly returnDays: number
      readonly furtherFeatures: number
    }
  /** Which row of the onboarding table applies, 1 … 8: `onboarding-row.ts`. Unknown before sign-up. */
  | {
      readonly kind: 'onboarding'
      readonly done: readonly number[]
      readonly age: number
      readonly allDays: number
      /** Days from sign-up to the first data source; null: no milestone is one. */
      readonly dataDays: number | null
      readonly activeMembers7: number
      readonly signInDays14: number
    }

/** `business`: an e-mail address or domain that is none of the free mail providers. */
export type TraitOp = 'is' | 'is_not' | 'in' | 'contains' | 'is_set' | 'business'

export type CompareOp = '>' | '>=' | '<' | '<=' | '=' | '!='

/** Three-valued: a comparison with an unknown quantity is unknown; all, any, not, at-least follow Kleene. Plain data; thresholds may be overridden. */
export type Condition =
  | { readonly kind: 'compare'; readonly quantity: number; readonly op: CompareOp; readonly value: number }
  | {
      readonly kind: 'trait'
      readonly of: 'account' | 'person'
      readonly trait: string
      readonly op: TraitOp
      readonly value: string | number | boolean | readonly (string | number)[] | null
    }
  | { readonly kind: 'in-segment'; readonly segment: string; readonly value: string }
  /** Another signal of the same level is open. */
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** False where `of` is unknown. */
  | { readonly kind: 'certain'; readonly of: Condition }
  | { readonly kind: 'at-least'; readonly n: number; readonly of: readonly Condition[] }
