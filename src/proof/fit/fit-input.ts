import type { FollowUp } from '../../stats/survival/follow-up.ts'
import type { MomentLabel } from '../panel/label-moment.ts'

/** A number that may tell the outcome. */
export type Feature = {
  readonly key: string
  readonly title: string
  /** As the configuration writes it. */
  readonly text: string
  /** Whether more of it has to mean more of the outcome, or less; null: either may be. A fit that says the contrary is not believed. */
  readonly direction: 'more' | 'less' | null
}

/** An account at a moment: what was known then, and what became of it. */
export type FitRow = {
  readonly account: number
  /** Place of the moment among those of the fit, oldest first. */
  readonly moment: number
  readonly label: MomentLabel
  /** By feature; NaN: not known. */
  readonly values: readonly number[]
  /** The plain rule's number, and in which group of the segment; −1: in none. */
  readonly plain: number
  readonly segment: number
  /** In days from the moment: until the next outcome, or the end of the record. */
  readonly followUp: FollowUp
}

export type FitInput = {
  readonly features: readonly Feature[]
  readonly rows: readonly FitRow[]
  /** Of each moment, in days from any. */
  readonly moments: readonly number[]
  /** Days behind a moment within which its outcome counts. */
  readonly withinDays: number
  /** Days in which it comes too late to act. */
  readonly gapDays: number
  readonly isBad: boolean
  /** Least days between the first and the last moment that count. */
  readonly leastDays: number
}

/** A row that counts. */
export type Sample = Pick<FitRow, 'account' | 'moment' | 'values' | 'plain' | 'segment' | 'followUp'> & {
  readonly outcome: boolean
}

export function countedRows(rows: readonly FitRow[]): Sample[] {
  return rows.flatMap(({ label, ...row }) =>
    label === 'positive' || label === 'negative' ? [{ ...row, outcome: label === 'positive' }] : [],
  )
}

export function outcomesOf(samples: readonly Pick<Sample, 'outcome'>[]): number {
  return samples.reduce((sum, { outcome }) => sum + (outcome ? 1 : 0), 0)
}
