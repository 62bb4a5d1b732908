import type { Condition, Expr, Level } from './expression.ts'
import type { FactKey } from './fact-key.ts'
import type { MetricSettings } from './metrics/settings.ts'
import type { Outreach, Playbook } from './playbooks/playbook.ts'
import type { Suggestion, Worklist } from './worklist.ts'

/** Kept beside each stored model. Raise it with every change of the Model's shape: a model of another format is not read any more. */
export const MODEL_FORMAT = 13

/**
 * The compiled configuration: plain, serialisable data. Everything below (fold, judge, reports, http) reads this and never the user's file.
 * Equal models have equal hashes; `hash` covers all that can change an answer, the parts carry hashes of their own so that a change recomputes only what it touches.
 * Data folders keep it as JSON: who adds, renames or removes a field raises `MODEL_FORMAT`.
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
  /** At most one per level. */
  readonly activations: readonly Activation[]
  readonly scores: readonly Score[]
  readonly entitlements: readonly Entitlement[]
  /** In an order in which a signal comes after those its conditions name. */
  readonly signals: readonly Signal[]
  /** What the judge opens and closes beside signals: milestones, being activated, the bands of scores, and what playbooks ask for. Judged after the signals, in this order. */
  readonly rules: readonly Rule[]
  readonly outcomes: readonly Outcome[]
  readonly worklist: Worklist
  readonly metrics: MetricSettings
  readonly playbooks: readonly Playbook[]
  readonly outreach: Outreach
  readonly limits: { readonly maxEventNames: number; readonly readyAccounts: number }
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
  /** Trait that holds the sign-up time (`createdAtKeys`); else first seen. */
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
  /** Who answers for it; absent: nobody is named. */
  readonly owner?: string
  /** What is sent with it; absent: nothing is said about that. */
  readonly properties?: EventProperties
}

/** With `?`: it may be missing. */
export const PROPERTY_TYPES = ['string', 'number', 'boolean', 'string?', 'number?', 'boolean?'] as const
export type PropertyType = (typeof PROPERTY_TYPES)[number]
export type EventProperties = Readonly<Record<string, PropertyType>>

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
  readonly unit: 'count' | 'share' | 'days' | 'months' | 'value' | 'ratio' | 'percentile' | 'points' | 'instant'
}

export type MilestoneCategory = 'core' | 'team' | 'data' | 'depth'
/** Share of the milestones' points that each category has by default. */
export const CATEGORY_WEIGHTS: Readonly<Record<MilestoneCategory, number>> = { core: 40, team: 25, data: 20, depth: 15 }

/** A value moment of onboarding. `done`, `reached` and `progress` are nodes of its level's graph; `weight` is its share of all milestones of the level, 0 … 1. */
export type Milestone = {
  readonly key: string
  readonly category: MilestoneCategory
  readonly weight: number
  readonly required: boolean
  readonly done: number
  readonly reached: number
  readonly progress: number
  /** Days from sign-up to it, of 24 hours each. */
  readonly days: number
  readonly sentence: string
}

/** Onboarding of the entities of a level. The numbers are nodes of the level's graph. */
export type Activation = {
  readonly level: Level
  readonly withinDays: number
  readonly milestones: readonly Milestone[]
  readonly rule: Condition
  readonly signUp: number
  readonly activatedAt: number
  readonly activated: number
  /** Days from sign-up to being activated. */
  readonly days: number
  readonly age: number
  readonly score: number
  readonly firstDays: number
  readonly returnDays: number
  readonly furtherFeatures: number
  readonly milestonesDone: number
  /** 1 when every category that has milestones has one done. */
  readonly fully: number
  /** 1 when everything was done on the first day and nobody came back. */
  readonly burst: number
  /** Share of the checklist's steps that are done. */
  readonly checklist: number
  /** Days since the last milestone was reached, or since sign-up. */
  readonly stalled: number
  /** Row of the onboarding table; of accounts only. */
  readonly onboarding: number | null
  readonly bands: readonly Band[]
  readonly sentence: string
}

export type OnboardingStatus = 'green' | 'yellow' | 'red' | 'too early'

/** A stretch of a score's values with a name. Bands are half-open on the exact value, and exclude each other. */
export type Band = { readonly name: string; readonly when: Condition }

/** A number from indicators through named parts (`decaying`: through events that fade), or the first of several named conditions (`tiers`). */
export type Score = {
  readonly key: string
  readonly level: Level
  readonly kind: 'parts' | 'decaying' | 'tiers'
  /** The node of its value; of tiers: of the index of the tier. */
  readonly node: number
  readonly completeness: number | null
  /** What it is made of, by name: the parts in the order of its node's; the events that fade, with the points of each; empty for tiers. */
  readonly parts: readonly { readonly name: string; readonly of: number; readonly weight: number }[]
  /** Best first. */
  readonly bands: readonly Band[]
  /** Facts that stand beside the value and are never averaged into it; `band`: the one they put the score in. */
  readonly exceptions: readonly { readonly name: string; readonly when: Condition; readonly band: string | null }[]
  readonly sentence: string
  readonly hash: string
}

/** A limit of the plan: nodes of the account graph. `use` is usage / limit, 0 for a plan without limit. */
export type Entitlement = {
  readonly key: string
  readonly usage: number
  readonly limit: number
  readonly use: number
}

export type SignalType = 'activation' | 'engagement' | 'intent' | 'expansion' | 'risk'

/** What the judge opens and closes for an entity. */
export type Rule = {
  readonly subject: 'signal' | 'band' | 'milestone' | 'activation' | 'playbook'
  /** Its name among those of its subject; a band's is `score.band`, that of a condition of a playbook `playbook.place`. */
  readonly key: string
  readonly level: Level
  /** Which entities it applies to; null: all of the level. Leaving it closes what is open. */
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
  readonly enabled: boolean
  /** The node that says when it became true; null: the triggering event, or the close of the day. */
  readonly instant: number | null
  /** Set: `when` says whether the day is far from the entity's own baseline, which is held while it is on; it closes when that level is back. */
  readonly detector: Detector | null
}

export type DetectorKind = 'fast drop' | 'slow drop' | 'rise' | 'silence'

/** What is measured while a detector is on. Nodes of the level's graph. */
export type Detector = {
  readonly kind: DetectorKind
  /** Compared with what is usual now, or 1 while not silent and 0 else: what the opening is told by. */
  readonly ratio: number
  /** Of a shift: what is counted, the usual week, and the common factor; null: silence needs no baseline. */
  readonly shift: {
    readonly weeks: 1 | 4
    readonly recent: number
    readonly usual: number
    readonly factor: number
  } | null
}

export type Signal = Rule & {
  readonly subject: 'signal'
  readonly type: SignalType
  readonly predicts: { readonly outcome: string; readonly withinDays: number } | null
  readonly suggest: Suggestion | null
  /** The definition in English. */
  readonly sentence: string
  readonly hash: string
}

export type Outcome = {
  readonly key: string
  readonly rule:
    | { readonly kind: 'activated' | 'converted' | 'churned' | 'expanded' }
    | { readonly kind: 'retained'; readonly fromDay: number; readonly toDay: number }
    | { readonly kind: 'event'; readonly event: string; readonly facts: readonly FactKey[] }
    | { readonly kind: 'inactive'; readonly days: number; readonly facts: readonly FactKey[] }
  readonly hash: string
}
