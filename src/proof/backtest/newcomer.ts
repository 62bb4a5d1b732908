import type { Millis } from '../../core/time.ts'

/** A newcomer from sign-up on, in days of 24 hours. */
export type Newcomer = {
  readonly account: number
  readonly signUp: Millis
  /** What it was then: the value of the segment within which is compared. */
  readonly segment: string
  /** What it did on the day of sign-up and the next. */
  readonly firstActivity: number
  readonly followedDays: number
  readonly outcomeDay: number | null
  readonly leftDay: number | null
  /** By milestone; null: not reached. */
  readonly reachedDay: readonly (number | null)[]
}

export type ProvedMilestone = { readonly key: string; readonly title: string; readonly sentence: string }

export type MilestonesAsked = {
  readonly milestones: readonly ProvedMilestone[]
  readonly newcomers: readonly Newcomer[]
  readonly outcome: string
  /** Day at which exposure ends, and day until which outcomes count. */
  readonly landmark: number
  readonly until: number
  /** The outcome is bad: a milestone is to go with its absence. */
  readonly isBad: boolean
  /** It comes on a day of its own, and is not the standing on one (`retained`). */
  readonly isDated: boolean
  /** What events without meaning reach. */
  readonly bar: NeutralBar
}

/** An event without meaning: by cell of the grid (so often, within so many days), then by newcomer, the day on which it was done so often; null: it was not. */
export type NeutralEvent = { readonly title: string; readonly cells: readonly (readonly (number | null)[])[] }

/** How far events without meaning get, each at its best: what mere eagerness explains. A milestone that is no better says no more than they do. */
export type NeutralBar = {
  /** null: there is no such event, or too few did one. */
  readonly bar: number | null
  readonly events: readonly { readonly title: string; readonly lower: number | null }[]
}
