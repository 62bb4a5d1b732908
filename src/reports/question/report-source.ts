import type { Model } from '../../config/model.ts'
import type { Day, Millis } from '../../core/time.ts'
import type { AnalyticStore, Dictionary } from '../../store/analytic/analytic-store.ts'
import type { Fate } from '../landmark/fate.ts'
import type { Newcomer, NewcomersAsked } from '../onboarding/newcomer.ts'

/** What stands before the key of a score where its band is asked for in place of a segment. */
export const BAND = 'band:'

/** The value of a segment (or the band of a score) that an account has at the close of a local day of the product; null: none, or not known. */
export type SegmentLookup = (segment: string, account: number, day: Day) => string | null

/** `level` member: of all members of each account. */
export type ScoresAsked = {
  readonly score: string
  readonly level: 'account' | 'member'
  readonly days: readonly Day[]
}

/** Of how many of an account a score is known on a day, what these values come to, how many are in a band, and in the best. */
export type ScoreTally = {
  readonly account: number
  readonly day: Day
  readonly known: number
  readonly sum: number
  readonly banded: number
  readonly best: number
}

/** A signal that was open, or a band (as `score.band`) that an account was in; `to` null: still. */
export type Stay = {
  readonly kind: 'signal' | 'band'
  readonly name: string
  readonly from: Millis
  readonly to: Millis | null
}

/** How much of a limit an account uses, and how far it goes: infinite without one; null: not known. */
export type LimitUse = {
  readonly account: number
  /** Key of the entitlement. */
  readonly limit: string
  readonly used: number | null
  readonly most: number | null
}

/** All that a report reads from. */
export type ReportSource = {
  readonly store: Pick<AnalyticStore, 'report' | 'dialect'> & {
    readonly dictionary: Readonly<Record<'account' | 'actor' | 'fact', Dictionary>>
  }
  readonly model: Model
  /** What has not ended by now is not complete. */
  readonly now: Millis
  /** Segments of all accounts over some days, as they are known now. */
  readonly readSegments: (
    segments: readonly string[],
    days: { readonly from: Day; readonly to: Day },
  ) => Promise<SegmentLookup>
  /** What became of every account: of an outcome of the configuration, else of one of the usual names. */
  readonly readFates: (outcome: string) => Promise<ReadonlyMap<number, Fate>>
  /** A score at the closes of some days, as it is known now, account by account. */
  readonly readScores: (asked: ScoresAsked) => Promise<readonly ScoreTally[]>
  /** How much of the limits of its plan every account uses at the close of a day, as it is known now. */
  readonly readLimits: (day: Day) => Promise<readonly LimitUse[]>
  /** When somebody did a task about an account, in order. */
  readonly readTouches: () => Promise<ReadonlyMap<number, readonly Millis[]>>
  /** The onboarding of every account, as it is known now. */
  readonly readNewcomers: (asked: NewcomersAsked) => Promise<readonly Newcomer[]>
  /** When a signal of accounts opened, by account and in order, judged over all of history. */
  readonly readOpenings: (signal: string) => Promise<ReadonlyMap<number, readonly Millis[]>>
  /** Signals and bands of accounts, in the order in which they began, judged over all of history. */
  readonly readStays: () => Promise<ReadonlyMap<number, readonly Stay[]>>
}
