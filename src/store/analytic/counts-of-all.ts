import type { FactKey } from '../../config/fact-key.ts'
import type { Exclusion } from '../../config/model.ts'
import type { Day } from '../../core/time.ts'
import type { Warning } from './message.ts'
import type { NoAccountReason } from './no-account-reason.ts'
import type { DayRange, EventRow } from './rows.ts'

/** What is counted over all accounts together, day by day. */
export type CountsOfAll = {
  /** How many accounts sent each of the events on each day, as known at that day's close; days without any are left out. */
  readonly countHeard: (of: {
    readonly facts: readonly FactKey[]
    readonly days: DayRange
  }) => Promise<readonly HeardRow[]>
  /** The latest events that count nowhere, or only with care, for one reason: the newest first, at most so many. */
  readonly listLeftOut: (why: LeftOut, limit: number) => Promise<readonly EventRow[]>
  /** Persons elsewhere by account and mail domain on each day, as known at that day's close; accounts of whose domains there is nobody elsewhere are left out. */
  readonly countColleagues: (of: {
    readonly days: DayRange
    readonly exclusions: readonly Exclusion[]
    /** Domains at which anybody may have an address are nobody's. */
    readonly isOwn: (domain: string) => boolean
  }) => Promise<readonly ColleagueRow[]>
}

/** Of no account, excluded by a rule, or taken in with a warning. */
export type LeftOut =
  | { readonly kind: 'no_account'; readonly reason: NoAccountReason }
  | { readonly kind: 'excluded' }
  | { readonly kind: 'warning'; readonly warning: Warning }

/** On one day: how many persons of the mail domain that most of an account's members have never were members of it. */
export type ColleagueRow = {
  readonly day: Day
  readonly account: number
  readonly domain: string
  readonly persons: number
}

export type HeardRow = { readonly fact: FactKey; readonly day: Day; readonly accounts: number }
