import type { Condition, Expr, Level } from './expression.ts'
import type { FactKey } from './fact-key.ts'

/**
 * The compiled configuration: plain, serialisable data. Everything below (fold, judge, reports, http) reads this and never the user's file.
 * Equal models have equal hashes; `hash` covers all that can change an answer, the parts carry hashes of their own so that a change recomputes only what it touches.
 */
export type Model = {
  readonly hash: string
  readonly product: Product
  readonly account: AccountRule
  readonly exclusions: readonly Exclusion[]
  readonly events: readonly EventDefinition[]
  /** Facts beyond the one per event name: measures with property conditions or sums. */
  readonly measures: readonly Measure[]
  readonly segments: readonly Segment[]
  /** One graph of quantities per level, each in topological order: a node only refers to smaller indices (or, in roll-ups, to member nodes). */
  readonly graph: Readonly<Record<Level, readonly QuantityNode[]>>
  /** In an order in which a signal comes after those its conditions name. */
  readonly signals: readonly Signal[]
  readonly outcomes: readonly Outcome[]
  readonly limits: { readonly maxEventNames: number }
}

export type Product = {
  readonly name: string
  readonly model: 'trial' | 'freemium' | 'paid'
  readonly trialDays: number
  readonly timezone: string
  readonly weekStart: 'monday' | 'sunday'
  readonly grossMargin: number
  /** How long after local midnight a day is closed; also shifts the day an event counts as known. */
  readonly closeDelayMinutes: number
}

export type AccountRule = {
  /** Paths tried in order on each event: `context.groupId`, `properties.workspaceId`, … */
  readonly key: readonly string[]
  /** An event of a person without membership belongs to the account joined at most this much later. */
  readonly reachesBackMs: number
  readonly fallback: 'membership' | 'none'
  readonly assigneeTrait: string | null
  readonly renewsOnTrait: string | null
  readonly seatsTrait: string | null
  /** Trait that holds the sign-up time; else first seen. */
  readonly createdAtTrait: string
}

export type Exclusion =
  | { readonly kind: 'email-domain'; readonly domain: string }
  | { readonly kind: 'trait'; readonly key: string; readonly value: string | number | boolean }
  | { readonly kind: 'id'; readonly of: 'user' | 'account'; readonly ids: readonly string[] }

export type EventKind = 'core' | 'team' | 'data' | 'depth' | 'intent' | 'support' | 'other'
/** Kinds whose events make somebody active: "a login is not use". */
export const ACTIVE_KINDS: readonly EventKind[] = ['core', 'team', 'data', 'depth']

export type EventDefinition = {
  readonly key: string
  /** Raw event names that count as this event: the name and its aliases. */
  readonly names: readonly string[]
  readonly call: 'track' | 'page' | 'screen'
  readonly kind: EventKind
  readonly feature: string | null
  /** What its indicators read: the primitive facts of its names, or one measure where it has property conditions or a value. */
  readonly facts: readonly FactKey[]
}

export type PropertyOp = 'is' | 'is_not' | 'in' | 'contains' | 'gt' | 'gte' | 'lt' | 'lte' | 'is_set'
export type PropertyCondition = {
  readonly path: string
  readonly op: PropertyOp
  readonly value: string | number | boolean | readonly (string | number)[] | null
}

export type Measure = {
  readonly key: FactKey
  readonly names: readonly string[]
  readonly call: 'track' | 'page' | 'screen'
  readonly where: readonly PropertyCondition[]
  /** Property that is added up or, for a gauge, reported; null: the events are only counted. */
  readonly value: string | null
  readonly aggregate: 'count' | 'sum' | 'gauge'
  /** Sums are kept as integers: value × scale, rounded. */
  readonly scale: number
}

export type Segment = {
  readonly key: string
  readonly level: Level
  readonly rule:
    | {
        readonly kind: 'bands'
        readonly quantity: number
        readonly bands: readonly { readonly name: string; readonly from: number }[]
      }
    | { readonly kind: 'trait-values'; readonly trait: string; readonly values: readonly string[] }
    | { readonly kind: 'cases'; readonly cases: readonly { readonly name: string; readonly when: Condition }[] }
  readonly hash: string
}

export type QuantityNode = {
  /** Content hash: changes when the definition changes, not when a threshold does. */
  readonly id: string
  /** Name in the config's `indicators`, or null for one written inline. */
  readonly key: string | null
  readonly expr: Expr
  /** "projects created in the last 28 days" */
  readonly label: string
  readonly unit: 'count' | 'share' | 'days' | 'months' | 'value' | 'ratio' | 'percentile'
}

export type SignalType = 'activation' | 'engagement' | 'intent' | 'expansion' | 'risk'

export type Signal = {
  readonly key: string
  readonly type: SignalType
  readonly level: Level
  /** Which entities it applies to; null: all of the level. Leaving it closes an open episode. */
  readonly for: Condition | null
  /** `trend`: judged at each day close. `event`: judged at each matching event, in order of the log. */
  readonly clock:
    | { readonly kind: 'trend' }
    | {
        readonly kind: 'event'
        readonly on: string
        readonly names: readonly string[]
        readonly where: readonly PropertyCondition[]
      }
  readonly when: Condition
  /** Closes it; null: not `when`. */
  readonly until: Condition | null
  /** Judgements in a row before it opens. */
  readonly minimum: number
  /** Days after a close in which it cannot open; an event signal also closes after this many days without a match. */
  readonly cooldownDays: number
  readonly escalate: Condition | null
  readonly predicts: { readonly outcome: string; readonly withinDays: number } | null
  readonly suggest: { readonly team: string; readonly action: string; readonly cadence: string } | null
  readonly enabled: boolean
  /** The definition in English. */
  readonly sentence: string
  readonly hash: string
}

export type Outcome = {
  readonly key: string
  readonly rule:
    | { readonly kind: 'converted' | 'churned' | 'expanded' }
    | { readonly kind: 'retained'; readonly fromDay: number; readonly toDay: number }
    | { readonly kind: 'event'; readonly event: string; readonly facts: readonly FactKey[] }
    | { readonly kind: 'inactive'; readonly days: number; readonly facts: readonly FactKey[] }
  readonly hash: string
}
