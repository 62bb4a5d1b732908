import type { Day } from '../../core/time.ts'
import type { Association } from '../../stats/survival/associate.ts'

/** By whom within an account: by anybody, by two or by three people together, or by its owner. */
export const REACHES = ['any', 'two', 'three', 'owner'] as const
export type Reach = (typeof REACHES)[number]

/** How often, and within how many days of the start. The grid is every pair of these. */
export const TIMES = [1, 2, 3, 5, 8, 13] as const
export const WINDOWS = [1, 3, 7, 14] as const

/** In `reached`: not within the days that are looked at. */
export const NOT_REACHED = 255

/** `intent`: tells who is about to decide, and cannot be coached. `neutral`: without any meaning for the outcome, by which the others are measured. */
export type CandidateRole = 'step' | 'intent' | 'neutral'

/** An event that may be a step worth reaching. */
export type Candidate = {
  /** Of the configuration, or the name as it is sent. */
  readonly key: string
  readonly title: string
  readonly role: CandidateRole
  /** By who, then in the order of `TIMES`, then by beginner: the local day since the start, 0 the first, at whose close it had been done so often. Absent: by nobody. */
  readonly reached: Readonly<Record<Reach, readonly (Uint8Array | undefined)[]>>
}

/** Accounts or users from their start on, who were there and undecided at the landmark and of whom it is known what became of them; by columns. */
export type Beginners = {
  readonly level: 'account' | 'user'
  readonly count: number
  /** The account: what is drawn again as a whole, and is never in both parts. */
  readonly cluster: Int32Array
  /** Local day of the start. */
  readonly start: Int32Array
  /** Index of the segment's value at the landmark; below 0: none. */
  readonly segment: Int16Array
  /** Events on the first day and the next. */
  readonly early: Float64Array
  /** 1: the outcome came after the landmark. */
  readonly had: Uint8Array
  /** What was done in the first days, held against what came after them. */
  readonly windows: Association
}

/** One cell of the grid: an event, so often, within so many days, by whom. */
export type Cell = {
  readonly candidate: number
  readonly reach: Reach
  readonly times: number
  readonly window: number
}

/** Beginners of one part, by their index. */
export type Cohort = { readonly members: Int32Array; readonly from: Day; readonly to: Day }
