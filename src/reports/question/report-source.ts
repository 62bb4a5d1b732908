import type { Model } from '../../config/model.ts'
import type { Day, Millis } from '../../core/time.ts'
import type { AnalyticStore, Dictionary } from '../../store/analytic/analytic-store.ts'
import type { Fate } from '../landmark/fate.ts'
import type { Newcomer, NewcomersAsked } from '../onboarding/newcomer.ts'

/** What stands before the key of a score where its band is asked for in place of a segment. */
export const BAND = 'band:'

/** The value of a segment (or the band of a score) that an account has at the close of a local day of the product; null: none, or not known. */
export type SegmentLookup = (segment: string, account: number, day: Day) => string | null

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
  /** How many accounts were in each band of a score at the last close. */
  readonly countBands: (score: string) => Promise<ReadonlyMap<string, number>>
  /** The onboarding of every account, as it is known now. */
  readonly readNewcomers: (asked: NewcomersAsked) => Promise<readonly Newcomer[]>
  /** When a signal of accounts opened, by account and in order, judged over all of history. */
  readonly readOpenings: (signal: string) => Promise<ReadonlyMap<number, readonly Millis[]>>
}
