import type { TraitCondition } from './builders/condition.ts'
import type { Trait } from './builders/entity-quantities.ts'
import type { EventBuilder } from './builders/event.ts'
import type { OutcomeBuilder } from './builders/outcome.ts'
import type { QuantityBuilder } from './builders/quantity.ts'
import type { SegmentBuilder } from './builders/segment.ts'
import type { SignalBuilder } from './builders/signal.ts'
import type { Days } from './builders/window.ts'
import type { ConfigDraft } from './draft.ts'
import { draftConfig } from './draft-config.ts'
import type { Exclusion } from './model.ts'

/** What `telltale.config.ts` exports. */
export type Config = { readonly telltale: 'config'; readonly draft: ConfigDraft }

type Named<T> = Readonly<Record<string, T>>

export type ConfigInput = {
  /** The product whose events these are. */
  readonly product?: {
    readonly name?: string
    /** How one becomes a customer; default trial. */
    readonly model?: 'trial' | 'freemium' | 'paid'
    /** Default 14. */
    readonly trialDays?: number
    /** IANA name; days, weeks and months are its. Default UTC. */
    readonly timezone?: string
    /** Default monday. */
    readonly weekStart?: 'monday' | 'sunday'
    /** 0 … 1; default 0.8. */
    readonly grossMargin?: number
    /** How long after local midnight a day is closed; default 0. */
    readonly closeDelayMinutes?: number
  }
  /** How an event finds its account, and which traits mean what. */
  readonly account?: {
    /** Paths tried in order on each event; default `context.groupId`. */
    readonly key?: string | readonly string[]
    /** An event before a person's first membership belongs to that account when it began at most so much later; default one day. */
    readonly reachesBack?: Days
    /** `none`: an event belongs only to the account it names itself. Default membership. */
    readonly fallback?: 'membership' | 'none'
    readonly assignee?: Trait
    readonly renewsOn?: Trait
    readonly seats?: Trait
    /** Trait with the sign-up time; default `created_at`. */
    readonly createdAt?: Trait
  }
  /** Who is out of every number: own staff, tests, bots. */
  readonly exclude?: readonly (Exclusion | TraitCondition)[]
  readonly events: Named<EventBuilder>
  readonly segments?: Named<SegmentBuilder>
  readonly indicators?: Named<QuantityBuilder>
  readonly outcomes?: Named<OutcomeBuilder>
  readonly signals?: Named<SignalBuilder>
  readonly limits?: {
    /** Distinct event names kept; later ones count as one. Default 5,000. */
    readonly maxEventNames?: number
  }
}

type Keys<C, Part extends string> = C extends { readonly [K in Part]: infer T } ? keyof T & string : never
type FeatureNames<C extends ConfigInput> = {
  [K in keyof C['events']]: C['events'][K] extends EventBuilder<infer F> ? F : never
}[keyof C['events']]
type GroupRefs<C> = C extends { readonly segments: infer S }
  ? { [K in keyof S & string]: S[K] extends SegmentBuilder<infer G, string> ? `segment.${K}=${G}` : never }[keyof S &
      string]
  : never

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
}

/** The configuration with each definition allowed to mention only names that exist; keys that are none of its parts are refused. */
export type Checked<C extends ConfigInput> = {
  readonly segments?: { readonly [K in Keys<C, 'segments'>]: SegmentBuilder<string, keyof Names<C> & string> }
  readonly indicators?: { readonly [K in Keys<C, 'indicators'>]: QuantityBuilder<keyof Names<C> & string> }
  readonly outcomes?: { readonly [K in Keys<C, 'outcomes'>]: OutcomeBuilder<keyof Names<C> & string> }
  readonly signals?: { readonly [K in Keys<C, 'signals'>]: SignalBuilder<keyof Names<C> & string> }
} & { readonly [K in Exclude<keyof C, keyof ConfigInput>]: never }

/**
 * The configuration of one product. Definitions name each other by their keys, and a name that does not exist is a compile error that
 * lists the ones that do; `telltale check` says the same, with the place, for configurations written in JavaScript.
 */
export function defineConfig<const C extends ConfigInput>(config: C & Checked<C>): Config {
  return { telltale: 'config', draft: draftConfig(config) }
}
