import type { SignalType } from '../config/model.ts'
import type { Suggestion } from '../config/worklist.ts'
import type { Day, Millis } from '../core/time.ts'

/** Why something is to be done about an account. Its id stays the same for as long as it lasts. */
export type Reason = {
  readonly id: string
  readonly account: string
  readonly suggest: Suggestion
  /** The day it began, as it is told. */
  readonly since: Day
  /** The first day on which it could be seen to. */
  readonly seen: Day
  readonly what:
    | {
        readonly kind: 'signal'
        /** The signal in words: "Gone quiet". */
        readonly title: string
        readonly type: SignalType
        readonly escalated: boolean
        /** The person of the account that it is about; null: the account itself. */
        readonly member: string | null
        readonly measured: Measured | null
      }
    | { readonly kind: 'routine'; readonly score: string; readonly band: string; readonly badness: number }
    | { readonly kind: 'renewal'; readonly on: Day; readonly withinDays: number }
}

/** What the playbook that sees to a signal has been measured to bring: the share of accounts that come to something better by it. */
export type Measured = { readonly gain: number; readonly sentence: string }

export type Money = { readonly minor: number; readonly currency: string }

/** What a person thinks of an account, beside every score and never in it. */
export type Pulse = { readonly colour: 'red' | 'yellow' | 'green'; readonly by: string; readonly note: string }

/** An account as the worklist sees it. */
export type WorkAccount = {
  readonly key: string
  readonly name: string
  /** Its place among all accounts in the order in which they were first heard of. */
  readonly order: number
  /** Whom the property of a team names, by team; null: nobody. */
  readonly owners: Readonly<Record<string, string | null>>
  readonly ageDays: number | null
  readonly mrr: Money | null
  /** `badness`: 0 in the best band of the health score, 1 in the worst. */
  readonly health: {
    readonly band: string
    /** Of the score; null: unknown, or it has only bands. */
    readonly value: number | null
    readonly since: Day
    readonly badness: number
  } | null
  readonly renewsOn: Day | null
  readonly pulse: Pulse | null
  /** How many milestones there are, and those that are not done, in words; null: nothing is asked of newcomers. */
  readonly steps: { readonly of: number; readonly missing: readonly string[] } | null
}

/** What was done about a reason last. `until`: snoozed up to this day. */
export type Act = {
  readonly reason: string
  readonly account: string
  readonly what: 'done' | 'snoozed' | 'dismissed'
  readonly day: Day
  readonly at: Millis
  readonly until: Day | null
}

/** Somebody is away from the first to the last day. `cover`: who does their tasks meanwhile; null: the others of their team in turn. */
export type Absence = {
  readonly person: string
  readonly from: Day
  readonly to: Day
  readonly cover: string | null
}

/** A reason that is not seen to, with the day on which it is due. */
export type DueReason = Reason & { readonly due: Day; readonly overdueDays: number }

/** What is to be done about one account by one team. */
export type Task = {
  /** The id of its first reason. */
  readonly id: string
  readonly account: WorkAccount
  readonly team: string
  /** null: nobody looks after the account. */
  readonly assignee: string | null
  /** Who is away, when the assignee covers for them. */
  readonly insteadOf: string | null
  /** The one that leads first: the most pressing. */
  readonly reasons: readonly DueReason[]
  readonly due: Day
  readonly overdueDays: number
  readonly risk: number
  /** What seeing to its first reason has been measured to bring; null: nothing was. */
  readonly measured: Measured | null
  /** In typical accounts: 1 pays what the median one pays. */
  readonly value: number
  /** Below the line: beyond what the assignee can do, or beyond the alerts of a week. */
  readonly waits: 'capacity' | 'budget' | null
}
