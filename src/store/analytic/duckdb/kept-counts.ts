import type { StoreCounts } from '../analytic-store.ts'

/** What was added up last: each question goes on from there. */
export type KeptCounts = {
  /** All of it, as of a batch. */
  all: { readonly batch: number; readonly counted: Omit<StoreCounts, 'facts'> } | null
  sums: EventSums | null
  /** Events of nobody's that came before their user was a member: it is told late, and of each as it was known when it came. */
  late: { readonly batch: number; readonly events: number } | null
  memberless: { readonly batch: number; readonly memberUntil: ReadonlyMap<number, number> } | null
}

/** Of all events up to a stored message; good as long as nothing stored before is rewritten. */
export type EventSums = Summed & {
  readonly rewritten: number
  readonly seq: number
  readonly firstTs: number
  readonly lastTs: number
  /** How many events have which warnings, by their bits. */
  readonly warnings: ReadonlyMap<number, number>
}

export const SUMMED = [
  'events',
  'excluded',
  'arrival_assumed',
  'before_membership',
  'several_accounts',
  'no_account',
] as const
export type Summed = Readonly<Record<(typeof SUMMED)[number], number>>

export const NOTHING_SUMMED: Omit<EventSums, 'rewritten'> = {
  ...{ events: 0, excluded: 0, arrival_assumed: 0, before_membership: 0, several_accounts: 0, no_account: 0 },
  ...{ seq: -1, firstTs: Number.POSITIVE_INFINITY, lastTs: Number.NEGATIVE_INFINITY, warnings: new Map() },
}

export function makeKeptCounts(): KeptCounts {
  return { all: null, sums: null, late: null, memberless: null }
}
