import type { ConditionBuilder } from './builders/condition.ts'
import type { DigestBuilder } from './builders/digest.ts'
import type { EntitlementBuilder } from './builders/entitlement.ts'
import type { EventBuilder } from './builders/event.ts'
import type { MilestoneBuilder } from './builders/milestone.ts'
import type { OutcomeBuilder } from './builders/outcome.ts'
import type { PlaybookBuilder } from './builders/playbook.ts'
import type { QuantityBuilder } from './builders/quantity.ts'
import type { ScoreBuilder } from './builders/score.ts'
import type { SegmentBuilder } from './builders/segment.ts'
import type { SignalBuilder } from './builders/signal.ts'
import type { RoutineBuilder } from './builders/worklist.ts'
import type { ActivationInput, ConfigInput, WorklistInput } from './config-input.ts'
import type { DeliveryInput } from './delivery/draft-delivery.ts'
import type { ConfigDraft } from './draft.ts'
import { draftConfig } from './draft-config.ts'
import type { OnboardingStatus } from './model.ts'
import type { OutreachInput } from './playbooks/draft-outreach.ts'

/** What `telltale.config.ts` exports. */
export type Config = { readonly telltale: 'config'; readonly draft: ConfigDraft }

type Keys<C, Part extends string> = C extends { readonly [K in Part]: infer T } ? keyof T & string : never
type FeatureNames<C extends ConfigInput> = {
  [K in keyof C['events']]: C['events'][K] extends EventBuilder<infer F> ? F : never
}[keyof C['events']]
type GroupRefs<C> = C extends { readonly segments: infer S }
  ? { [K in keyof S & string]: S[K] extends SegmentBuilder<infer G, string> ? `segment.${K}=${G}` : never }[keyof S &
      string]
  : never

type MilestoneKeys<C> = C extends { readonly activation: { readonly milestones: infer M } } ? keyof M & string : never
/** Without `teams` a team is whatever a signal calls it. */
type TeamKeys<C> = C extends { readonly teams: infer T } ? keyof T & string : string
/** Groups of playbooks of which an account is in one at a time. */
type GroupKeys<C> = C extends { readonly outreach: { readonly exclusive: infer G } } ? keyof G & string : never
type ActivationBand = 'activated' | 'partially activated' | 'at risk' | 'not activated'
type BandRefs<C> =
  | `band.activation=${ActivationBand}`
  | `band.onboarding=${OnboardingStatus}`
  | (C extends { readonly scores: infer S }
      ? { [K in keyof S & string]: S[K] extends ScoreBuilder<string, infer B> ? `band.${K}=${B}` : never }[keyof S &
          string]
      : never)

/**
 * Its keys are the names that the configuration defines. Keys and not a union, because a compile error prints `keyof` name by name where
 * it would print a union by its alias.
 */
type Names<C extends ConfigInput> = {
  readonly [K in keyof C['events'] & string as `event.${K}`]: 1
} & { readonly [F in FeatureNames<C> as `feature.${F}`]: 1 } & {
  readonly [K in Keys<C, 'segments'> as `segment.${K}`]: 1
} & { readonly [G in GroupRefs<C>]: 1 } & {
  readonly [K in Keys<C, 'indicators'> as `indicator.${K}`]: 1
} & { readonly [K in Keys<C, 'signals'> as `signal.${K}`]: 1 } & {
  readonly [K in Keys<C, 'outcomes'> as `outcome.${K}`]: 1
} & { readonly [K in Keys<C, 'scores'> as `score.${K}`]: 1 } & { readonly [B in BandRefs<C>]: 1 } & {
  readonly [K in Keys<C, 'entitlements'> as `limit.${K}`]: 1
} & { readonly [K in MilestoneKeys<C> as `milestone.${K}`]: 1 } & { readonly [K in TeamKeys<C> as `team.${K}`]: 1 } & {
  readonly [K in Keys<C, 'channels'> as `channel.${K}`]: 1
} & { readonly [K in GroupKeys<C> as `exclusive.${K}`]: 1 }

type CheckedActivation<C extends ConfigInput> = C extends { readonly activation: ActivationInput }
  ? {
      readonly milestones: { readonly [K in MilestoneKeys<C>]: MilestoneBuilder<keyof Names<C> & string> }
      readonly activated?: ConditionBuilder<keyof Names<C> & string>
      readonly signUp?: EventKey<C> | readonly EventKey<C>[]
      readonly signIn?: EventKey<C> | readonly EventKey<C>[]
      readonly checklist?: readonly EventKey<C>[]
    }
  : unknown
type CheckedWorklist<C extends ConfigInput> = C extends { readonly worklist: WorklistInput }
  ? {
      readonly health?: Keys<C, 'scores'>
      readonly routines?: Readonly<Record<string, RoutineBuilder<keyof Names<C> & string>>>
      readonly renewals?: { readonly team: TeamKeys<C> }
    }
  : unknown
type CheckedDelivery<C extends ConfigInput> = C extends { readonly delivery: DeliveryInput }
  ? DeliveryInput<Keys<C, 'channels'>>
  : unknown
type CheckedOutreach<C extends ConfigInput> = C extends { readonly outreach: OutreachInput }
  ? OutreachInput<Keys<C, 'outcomes'>>
  : unknown
type EventKey<C extends ConfigInput> = keyof C['events'] & string

/** The configuration with each definition allowed to mention only names that exist; keys that are none of its parts are refused. */
export type Checked<C extends ConfigInput> = {
  readonly segments?: { readonly [K in Keys<C, 'segments'>]: SegmentBuilder<string, keyof Names<C> & string> }
  readonly indicators?: { readonly [K in Keys<C, 'indicators'>]: QuantityBuilder<keyof Names<C> & string> }
  readonly outcomes?: { readonly [K in Keys<C, 'outcomes'>]: OutcomeBuilder<keyof Names<C> & string> }
  readonly entitlements?: { readonly [K in Keys<C, 'entitlements'>]: EntitlementBuilder<keyof Names<C> & string> }
  readonly activation?: CheckedActivation<C>
  readonly scores?: { readonly [K in Keys<C, 'scores'>]: ScoreBuilder<keyof Names<C> & string> }
  readonly signals?: { readonly [K in Keys<C, 'signals'>]: SignalBuilder<keyof Names<C> & string> }
  readonly worklist?: CheckedWorklist<C>
  readonly delivery?: CheckedDelivery<C>
  readonly outreach?: CheckedOutreach<C>
  readonly digests?: { readonly [K in Keys<C, 'digests'>]: DigestBuilder<keyof Names<C> & string> }
  readonly playbooks?: { readonly [K in Keys<C, 'playbooks'>]: PlaybookBuilder<keyof Names<C> & string> }
} & { readonly [K in Exclude<keyof C, keyof ConfigInput>]: never }

/**
 * The configuration of one product. Definitions name each other by their keys, and a name that does not exist is a compile error that
 * lists the ones that do; `telltale check` says the same, with the place, for configurations written in JavaScript.
 */
export function defineConfig<const C extends ConfigInput>(config: C & Checked<C>): Config {
  return { telltale: 'config', draft: draftConfig(config) }
}
