import type { AccountDraft } from './account-draft.ts'
import type { DigestSettings } from './delivery/digest-settings.ts'
import type { ChannelSettings, DeliverySettings } from './delivery/settings.ts'
import type { EventDraft } from './event-draft.ts'
import type { CompareOp, Curve, Level, PercentileCurve, TraitOp, Window } from './expression.ts'
import type { MetricsDraft } from './metrics/settings.ts'
import type { Exclusion, MilestoneCategory, Product, PropertyCondition, SignalType } from './model.ts'
import type { OutcomeDraft } from './outcome-draft.ts'
import type { Outreach } from './playbooks/playbook.ts'
import type { PlaybookDraftOf } from './playbooks/playbook-draft.ts'
import type { Sources } from './sources.ts'
import type { Suggestion, Team } from './worklist.ts'
import type { WorklistDraft } from './worklist-draft.ts'

/**
 * What the builders write: the configuration as plain data in which definitions name each other. `compileModel` checks it and turns
 * names into facts and indices.
 */
export type ConfigDraft = {
  readonly product: Partial<Product>
  readonly account: AccountDraft
  readonly exclude: readonly Exclusion[]
  readonly events: Readonly<Record<string, EventDraft>>
  readonly segments: Readonly<Record<string, SegmentDraft>>
  readonly indicators: Readonly<Record<string, QuantityDraft>>
  readonly entitlements: Readonly<Record<string, EntitlementDraft>>
  /** null: nothing is said about onboarding. */
  readonly activation: ActivationDraft | null
  readonly scores: Readonly<Record<string, ScoreDraft>>
  readonly signals: Readonly<Record<string, SignalDraft>>
  readonly outcomes: Readonly<Record<string, OutcomeDraft>>
  readonly teams: Readonly<Record<string, Team>>
  readonly worklist: WorklistDraft
  readonly metrics: MetricsDraft
  readonly sources: Sources
  readonly channels: Readonly<Record<string, ChannelSettings>>
  readonly delivery: DeliverySettings
  readonly digests: Readonly<Record<string, DigestSettings>>
  readonly playbooks: Readonly<Record<string, PlaybookDraftOf<ConditionDraft>>>
  readonly outreach: Outreach
  readonly limits: { readonly maxEventNames?: number; readonly readyAccounts?: number }
}

/** Keys of the config's `events`; null: every event of a kind that makes somebody active. */
export type EventsDraft = readonly string[] | null

/** `level`: whose number it is, where nothing else says so: of an indicator. Absent: the account's. */
export type QuantityDraft = (FactQuantityDraft | DerivedQuantityDraft | NamedQuantityDraft) & { readonly level?: Level }

/** Quantities made straight from facts and memberships. */
export type FactQuantityDraft =
  | EventQuantityDraft
  | { readonly kind: 'latest' | 'max'; readonly event: string; readonly window: Window }
  | { readonly kind: 'distinct-features'; readonly features: readonly string[] | null; readonly window: Window }
  | {
      readonly kind: 'adoption'
      readonly features: readonly string[] | null
      readonly window: Window
      readonly minimum: number
    }
  | { readonly kind: 'members'; readonly roles: readonly string[] | null }
  | {
      readonly kind: 'active-members'
      readonly window: Window
      readonly roles: readonly string[] | null
    }

/** Quantities made from other quantities, or from what the entity is. */
export type DerivedQuantityDraft =
  | {
      readonly kind: 'ratio'
      readonly top: QuantityDraft
      readonly bottom: QuantityDraft
      /** `share`: a part of a whole, said in per cent; `ratio`: so many of the one per one of the other. */
      readonly as: 'ratio' | 'share'
    }
  | {
      readonly kind: 'change' | 'difference'
      readonly now: QuantityDraft
      /** null: `now` over the stretch of the same length just before its own. */
      readonly before: QuantityDraft | null
    }
  | { readonly kind: 'percentile'; readonly of: QuantityDraft; readonly segment: string | null }
  /** `until`: the days until the date that it is. */
  | { readonly kind: 'trait'; readonly of: TraitOwner; readonly trait: string; readonly until?: true | undefined }
  | { readonly kind: 'tenure'; readonly unit: 'days' | 'months' }
  | { readonly kind: 'size' | 'mrr' | 'colleagues' }
  | ({ readonly kind: 'roll-up'; readonly how: 'mean' | 'sum' | 'max'; readonly over: QuantityDraft } & Among)
  /** `over` of the member with the highest `by`. */
  | ({ readonly kind: 'top-member'; readonly over: QuantityDraft; readonly by: QuantityDraft } & Among)
  | { readonly kind: 'role'; readonly roles: readonly string[] }
  | { readonly kind: 'ago'; readonly of: QuantityDraft; readonly days: number }
  | { readonly kind: 'roll-up-where'; readonly when: ConditionDraft }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'holds'; readonly when: ConditionDraft }

/** Absent: of all members. */
type Among = { readonly among?: ConditionDraft | undefined }

/** Quantities that the configuration defines elsewhere, under a name. */
export type NamedQuantityDraft =
  | { readonly kind: 'indicator'; readonly indicator: string }
  /** `days`: from sign-up to the moment it was done, of 24 hours each. */
  | { readonly kind: 'milestone'; readonly milestone: string; readonly as: 'done' | 'progress' | 'days' }
  | { readonly kind: 'activation'; readonly as: ActivationNumber }
  | { readonly kind: 'score'; readonly score: string; readonly as: 'value' | 'completeness' }
  /** The usage as a share of the limit, 1 = reached; the limit itself; or the days until it is reached. */
  | { readonly kind: 'limit'; readonly limit: string; readonly as: 'use' | 'limit' | 'days' }

/** What can be asked of onboarding as a number. */
export type ActivationNumber =
  | 'activated'
  | 'days'
  | 'age'
  | 'score'
  | 'milestones'
  | 'return-days'
  | 'further-features'
  | 'fully'
  | 'burst'
  | 'checklist'
  | 'stalled'
  | 'onboarding'

/** Quantities made from the days on which chosen events happened. */
export type EventQuantityDraft =
  | {
      readonly kind: 'count' | 'distinct-users' | 'distinct-days'
      readonly events: EventsDraft
      /** What makes somebody active counts too. */
      readonly orActive?: true | undefined
      readonly window: Window
      readonly where: readonly PropertyCondition[]
    }
  | {
      readonly kind: 'sum'
      readonly events: EventsDraft
      readonly property: string
      readonly window: Window
      readonly where: readonly PropertyCondition[]
    }
  | {
      readonly kind: 'days-since-first' | 'days-since-last' | 'streak-days'
      readonly events: EventsDraft
      readonly where: readonly PropertyCondition[]
    }
  | {
      readonly kind: 'streak-weeks'
      readonly events: EventsDraft
      readonly where: readonly PropertyCondition[]
      readonly daysPerWeek: number
    }

/** `own`: the trait of the judged entity itself: the account's at account level, else the person's. */
export type TraitOwner = 'own' | 'account' | 'person'

export type TraitConditionDraft = {
  readonly kind: 'trait'
  readonly of: TraitOwner
  readonly trait: string
  readonly op: TraitOp
  readonly value: string | number | boolean | readonly (string | number)[] | null
}

export type ConditionDraft =
  | { readonly kind: 'compare'; readonly quantity: QuantityDraft; readonly op: CompareOp; readonly value: number }
  | TraitConditionDraft
  | { readonly kind: 'in-segment'; readonly segment: string; readonly value: string }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'in-band'; readonly score: string; readonly band: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly ConditionDraft[] }
  | { readonly kind: 'not'; readonly of: ConditionDraft }
  | { readonly kind: 'at-least'; readonly n: number; readonly of: readonly ConditionDraft[] }

export type SegmentDraft = {
  readonly level: 'account' | 'member' | 'person'
  readonly rule:
    | {
        readonly kind: 'bands'
        readonly quantity: QuantityDraft
        readonly bands: readonly { readonly name: string; readonly from: number }[]
      }
    | { readonly kind: 'trait-values'; readonly trait: string; readonly values: readonly string[] }
    | { readonly kind: 'cases'; readonly cases: readonly { readonly name: string; readonly when: ConditionDraft }[] }
}

export type SignalDraft = {
  readonly type: SignalType
  readonly level: 'account' | 'member' | 'person'
  readonly for: ConditionDraft | null
  readonly on: { readonly event: string; readonly where: readonly PropertyCondition[] } | null
  /** null: the event of `on` alone is enough. */
  readonly when: ConditionDraft | null
  readonly until: ConditionDraft | null
  readonly minimum: number
  readonly cooldownDays: number
  readonly escalate: ConditionDraft | null
  /** null: no detector, the conditions say it all. */
  readonly detector: DetectorDraft | null
  readonly predicts: { readonly outcome: string; readonly withinDays: number } | null
  readonly suggest: Suggestion | null
  readonly enabled: boolean
}

export type DetectorDraft = ShiftDraft | SilenceDraft

/** A test of the last weeks of a number against the entity's own. */
export type ShiftDraft = {
  readonly kind: 'fast drop' | 'slow drop' | 'rise'
  /** Over the last seven days. */
  readonly of: QuantityDraft
  readonly segment: string | null
  readonly alpha: number
  readonly ratio: number
  readonly expected: number
  readonly change: number
}

export type SilenceDraft = {
  readonly kind: 'silence'
  readonly events: EventsDraft
  readonly where: readonly PropertyCondition[]
  readonly alpha: number
}

export type MilestoneDraft = {
  readonly category: MilestoneCategory
  /** null: not said, which the check refuses. */
  readonly when: ConditionDraft | null
  /** Within its category. */
  readonly weight: number
  readonly required: boolean
  /** null: at every level of the activation. */
  readonly level: Level | null
}

export type ActivationDraft = {
  readonly withinDays: number
  readonly levels: readonly Level[]
  readonly milestones: Readonly<Record<string, MilestoneDraft>>
  /** Over milestones only; null: every required one. */
  readonly activated: ConditionDraft | null
  readonly weights: Readonly<Record<MilestoneCategory, number>>
  /** Keys of events that tell of a sign-up; null: `Signed Up` and `Account Created`. */
  readonly signUp: readonly string[] | null
  /** Keys of events that tell of a sign-in; null: any activity. */
  readonly signIn: readonly string[] | null
  /** Keys of the events of the steps shown to newcomers; null: the milestones. */
  readonly checklist: readonly string[] | null
  /** Uses that make a further feature used. */
  readonly minimumUses: number
}

export type PartDraft = {
  readonly weight: number
  readonly of: QuantityDraft
  readonly curve: Curve | PercentileCurve
  /** How often its source is heard of at least; fresh within twice that, and within 7 days. */
  readonly rhythmDays: number
}

export type BandsDraft = readonly { readonly name: string; readonly from: number }[]

export type ScoreDraft = {
  readonly level: Level
  readonly rule:
    | {
        readonly kind: 'parts'
        readonly parts: Readonly<Record<string, PartDraft>>
        readonly variants: readonly VariantDraft[]
      }
    | {
        readonly kind: 'decaying'
        readonly events: Readonly<Record<string, { readonly points: number; readonly lifespanDays: number }>>
        readonly perPerson: number
        readonly most: number
      }
    | { readonly kind: 'tiers'; readonly tiers: readonly { readonly name: string; readonly when: ConditionDraft }[] }
  readonly bands: BandsDraft
  readonly exceptions: readonly { readonly name: string; readonly when: ConditionDraft; readonly band: string | null }[]
}

/** Other curves and bands for the entities in all of these groups. */
export type VariantDraft = {
  readonly in: Readonly<Record<string, string>>
  readonly curves: Readonly<Record<string, Curve>>
  readonly bands: BandsDraft | null
}

/** What a plan allows: a number of an account, and its limit by the plan or as a trait. */
export type EntitlementDraft = {
  readonly usage: QuantityDraft
  readonly limit:
    | { readonly kind: 'trait'; readonly trait: string }
    | {
        readonly kind: 'plans'
        readonly trait: string
        readonly plans: readonly { readonly plan: string; readonly limit: number | null }[]
      }
}
