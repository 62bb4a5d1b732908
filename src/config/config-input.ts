import type { ChannelBuilder } from './builders/channel.ts'
import type { ConditionBuilder, TraitCondition } from './builders/condition.ts'
import type { DigestBuilder } from './builders/digest.ts'
import type { EntitlementBuilder } from './builders/entitlement.ts'
import type { Trait } from './builders/entity-quantities.ts'
import type { EventBuilder } from './builders/event.ts'
import type { MilestoneBuilder } from './builders/milestone.ts'
import type { OutcomeBuilder } from './builders/outcome.ts'
import type { PlaybookBuilder } from './builders/playbook.ts'
import type { PostgresBuilder } from './builders/postgres.ts'
import type { QuantityBuilder } from './builders/quantity.ts'
import type { ScoreBuilder } from './builders/score.ts'
import type { SegmentBuilder } from './builders/segment.ts'
import type { SignalBuilder } from './builders/signal.ts'
import type { StripeBuilder } from './builders/stripe.ts'
import type { Days } from './builders/window.ts'
import type { RoutineBuilder, TeamBuilder } from './builders/worklist.ts'
import type { DeliveryInput } from './delivery/draft-delivery.ts'
import type { Level } from './expression.ts'
import type { MetricsInput } from './metrics/settings.ts'
import type { Exclusion, MilestoneCategory } from './model.ts'
import type { OutreachInput } from './playbooks/draft-outreach.ts'

type Named<T> = Readonly<Record<string, T>>

/** A configuration as it is written, without the check of its names. */
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
  /** What plans allow: `{ seats: limit(members(), { byPlan: { free: 5, pro: null } }) }`. */
  readonly entitlements?: Named<EntitlementBuilder>
  readonly activation?: ActivationInput
  readonly scores?: Named<ScoreBuilder>
  readonly outcomes?: Named<OutcomeBuilder>
  readonly signals?: Named<SignalBuilder>
  /** Who does what signals and routines suggest, by the team they name: `{ success: team({ people: ['ana', 'ben'] }) }`. */
  readonly teams?: Named<TeamBuilder>
  readonly worklist?: WorklistInput
  /** What the metrics need to know, who watches which, and from where on it matters. */
  readonly metrics?: MetricsInput
  /** Where else the truth is, and how to read it from there. */
  readonly sources?: { readonly postgres?: PostgresBuilder; readonly stripe?: StripeBuilder }
  /** How messages leave: `{ ops: webhook({ url: 'https://…', secrets: ['HOOK_SECRET'] }) }`. */
  readonly channels?: Named<ChannelBuilder>
  readonly delivery?: DeliveryInput
  /** What is told again and again, where there is something to tell: `{ morning: taskDigest({ via: 'mail', … }) }`. */
  readonly digests?: Named<DigestBuilder>
  /** What is done when something happens: `{ rescue: playbook(opens('slowDrop')).do(send({ … })) }`. */
  readonly playbooks?: Named<PlaybookBuilder>
  /** What holds for the messages of all playbooks: addresses, quiet hours, how many one may get. */
  readonly outreach?: OutreachInput
  readonly limits?: {
    /** Distinct event names kept; later ones count as one. Default 5,000. */
    readonly maxEventNames?: number
    /** Accounts up to which answers that go through all of history stand ready without being asked for; above, they wait for whoever asks. Default 2,000. */
    readonly readyAccounts?: number
  }
}

/** What makes tasks beside the signals that suggest something. */
export type WorklistInput = {
  /** The score whose bands say how an account is, shown beside its tasks and its renewal. Default: the one called `health`. */
  readonly health?: string
  /** What is done again and again while an account is in a band: `{ redCall: routine('onboarding', 'red').suggest({ … }) }`. */
  readonly routines?: Named<RoutineBuilder>
  /** A task for each account whose `account.renewsOn` is near. */
  readonly renewals?: {
    readonly team: string
    /** Default "Prepare the renewal". */
    readonly action?: string
    /** How long before; default 90 days. */
    readonly within?: Days
  }
}

/** What it takes to be activated, and by when. */
export type ActivationInput = {
  /** Days after sign-up in which it counts; default 14. */
  readonly within?: Days
  /** Whose onboarding it is; default that of accounts. */
  readonly levels?: readonly Level[]
  readonly milestones: Named<MilestoneBuilder>
  /** Which milestones make activated: `atLeast(2, milestone('a').done(), …)`; default every one that is not optional. */
  readonly activated?: ConditionBuilder
  /** Share of each category; default core 40, team 25, data 20, depth 15. Categories without milestones are left out. */
  readonly weights?: Readonly<Partial<Record<MilestoneCategory, number>>>
  /** Events that tell of a sign-up where no trait does; default those named `Signed Up` and `Account Created`. */
  readonly signUp?: string | readonly string[]
  /** Events that tell of a sign-in; default any activity. */
  readonly signIn?: string | readonly string[]
  /** Events of the steps that newcomers are shown; their share is told beside activation and never part of it. Default the milestones. */
  readonly checklist?: readonly string[]
  /** Uses that make a further feature used; default 1. */
  readonly minimumUses?: number
}
