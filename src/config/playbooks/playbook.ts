import type { Level } from '../expression.ts'
import type { Shown } from './shown.ts'

/** What begins a playbook for an entity. `C`: how a condition is written, as the builders do or as the name of the state that says whether it holds. */
export type Trigger<C> =
  | { readonly kind: 'signal'; readonly signal: string; readonly what: 'opened' | 'closed' | 'escalated' }
  /** The signal has been open at so many closes of days in a row. */
  | { readonly kind: 'stays'; readonly signal: string; readonly days: number }
  | { readonly kind: 'band'; readonly score: string; readonly band: string; readonly what: 'opened' | 'closed' }
  | { readonly kind: 'milestone'; readonly milestone: string }
  | { readonly kind: 'activated' }
  /** The close of the local day that is so many days after that of the sign-up; of the accounts for which `when` holds then. */
  | { readonly kind: 'day'; readonly day: number; readonly when: C | null }
  /** A condition becomes true at the close of a day. */
  | { readonly kind: 'becomes'; readonly when: C }
  | { readonly kind: 'metric'; readonly metric: string }
  /** So many days before the account's contract ends. */
  | { readonly kind: 'renewal'; readonly days: number }
  /** Everybody of the audience, again and again. `at`: `09:00`, in the product's time zone. */
  | { readonly kind: 'schedule'; readonly every: ScheduleStep; readonly at: string }
  | { readonly kind: 'manual' }

export const SCHEDULE_STEPS = ['day', 'week', 'month'] as const
export type ScheduleStep = (typeof SCHEDULE_STEPS)[number]

/** To whom a message goes. `channel`: to the one place where the channel leads. */
export type Recipients =
  | { readonly kind: 'channel' | 'assignee' | 'champion' | 'admins' | 'member' }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'address'; readonly address: string }

/** What a message says, in Liquid. `html` null: the letter is laid out from the text. */
export type Wording = {
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly link: { readonly text: string; readonly href: string } | null
  /** Of a message in the product what it shows beside the text; null: nothing. */
  readonly shows: Shown | null
}

/** What a playbook does. The steps of the union that do something outside are `send`, `set` and `call`. */
export type StepOf<C> =
  /** Days are local ones: the time of day stays the same when the clocks change. */
  | { readonly kind: 'wait'; readonly days: number; readonly hours: number }
  | {
      readonly kind: 'wait-until'
      readonly when: C
      readonly atMostDays: number
      /** What happens when the time is over. */
      readonly otherwise: 'go on' | 'end'
    }
  | { readonly kind: 'branch'; readonly when: C }
  | ({ readonly kind: 'send'; readonly via: string; readonly to: Recipients } & Wording)
  | { readonly kind: 'task'; readonly team: string; readonly action: string }
  /** Writes a property elsewhere: into a CRM, say. `value` in Liquid. */
  | { readonly kind: 'set'; readonly via: string; readonly field: string; readonly value: string }
  /** Tells a program. Texts of `data` in Liquid. */
  | {
      readonly kind: 'call'
      readonly via: string
      readonly type: string
      readonly data: Readonly<Record<string, string>>
    }
  | { readonly kind: 'end' }

/**
 * A step in its place. `id` names it within its playbook, for good: `3`, or `3.yes.0` inside a branch. `next`: the index of the step after it, the number of steps where
 * there is none. `otherwise`: where a branch goes whose condition does not hold.
 */
export type Step = StepOf<string> & { readonly id: string; readonly next: number; readonly otherwiseAt: number | null }

/** After how long an entity may begin a playbook again: `free`: once it is through; `each`: with every occurrence; `once`: never; else so many days after it began. */
export type Again = 'free' | 'each' | 'once' | { readonly days: number }

/** What part of the accounts is left alone, to learn whether it helps. `off`: none, as said; null: nothing is said. */
export type HoldoutRule = { readonly share: number; readonly experiment: string } | 'off' | null

/**
 * Whether some are left alone where nothing is said: `automated` may be, where what that shows is worth having; the others are not, since they ask people to act, are about
 * a failed payment, send nobody of an account anything, or say no outcome by which it could be told.
 */
export type ByDefault = 'automated' | 'asks people' | 'failed payment' | 'sends nothing' | 'no goal'

/** What must not get worse by a playbook. `events`: more of them is harm. */
export type Guard = {
  readonly events: readonly string[]
  /** By how much the goal may be worse before it is paused, as a share of accounts; 0.01: a point. */
  readonly margin: number
  /** By how many of an event for each account. */
  readonly perAccount: number
}

/** A change that was decided, to be listened to. */
export type Listened = {
  readonly subject: 'signal' | 'band' | 'milestone' | 'activation' | 'metric' | 'playbook'
  readonly name: string
  readonly what: 'opened' | 'closed' | 'escalated'
}

/** A playbook of the Model. Conditions are states that the judge keeps, by their names: what holds was decided once, at the last judgement. */
export type Playbook = {
  readonly key: string
  readonly level: Level | 'product'
  readonly trigger: Trigger<string>
  /** null: a schedule, a renewal or a person begins it. */
  readonly listens: Listened | null
  readonly among: string | null
  readonly goal: { readonly outcome: string; readonly state: string | null } | null
  readonly exit: string | null
  readonly whileOpen: boolean
  readonly again: Again
  /** 0 … 9, the highest first. */
  readonly priority: number
  /** Messages that it may send an hour; null: any number. */
  readonly perHour: number | null
  /** More entrants than these within a day pause it before it sends anything. */
  readonly breaker: number
  readonly holdout: HoldoutRule
  readonly byDefault: ByDefault
  readonly guard: Guard
  /** The group of playbooks of which an account is in one at a time; null: none. */
  readonly exclusive: string | null
  readonly steps: readonly Step[]
  readonly enabled: boolean
  readonly sentence: string
  /** Of all that an entity inside lives by: its version. */
  readonly hash: string
}

export type Cap = { readonly most: number; readonly days: number }

/** What holds for the messages of all playbooks together. */
export type Outreach = {
  /** Where assignees get theirs. */
  readonly addresses: Readonly<Record<string, string>>
  /** Times of the recipient's day between which nothing is sent; null: any time will do. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  readonly perRecipient: Cap | null
  readonly perAccount: Cap | null
  /** Accounts that no playbook sends anything, by lot; null: there are none. `outcome`: what they are compared by in the long run; null: they are not. */
  readonly neverContact: { readonly share: number; readonly salt: string; readonly outcome: string | null } | null
  /** Groups of playbooks, with the days for which an account that began one of them begins no other. */
  readonly exclusive: Readonly<Record<string, number>>
}

export const NO_OUTREACH: Outreach = {
  ...{ addresses: {}, quiet: null, perRecipient: null, perAccount: null, neverContact: null, exclusive: {} },
}
export const NO_GUARD: Guard = { events: [], margin: 0, perAccount: 0 }
export const DEFAULT_BREAKER = 500
export const DEFAULT_PRIORITY = 5

/** Names that the templates of a playbook may mention, and that are worked out only for those that do. */
export const USAGE_NAMES = ['usage', 'unusedFeatures', 'limits', 'trialDaysLeft'] as const
export type UsageName = (typeof USAGE_NAMES)[number]

/** Names that the templates of a playbook may mention. */
export const PLAYBOOK_NAMES: readonly string[] = [
  ...['account', 'person', 'recipient', 'assignee', 'missingMilestones', 'doneMilestones'],
  ...['because', 'day', 'playbook', 'product', 'link', ...USAGE_NAMES],
]
