import type { Millis } from '../../core/time.ts'

/**
 * Keyless events of `actor` (empty: of everybody) in [tsFrom, tsTo) move from one account to another: negative and positive deltas under the new known day. Or they stay
 * where they are, and count no longer, or again.
 */
export type AttributionMove = {
  readonly n: number
  readonly actor: string
  readonly from: string | null
  readonly to: string | null
  readonly tsFrom: Millis
  readonly tsTo: Millis
  readonly knownAt: Millis
  /**
   * `keyless`: only events whose account was not named by the event itself; `all`: account merges and splits. `person`, `account`: none moves, but the actor, wherever
   * its events are (from = to = null), or the account (from = to) is excluded from now on, or is not any more.
   */
  readonly which: 'keyless' | 'all' | 'person' | 'account'
  /** Whether they count no longer, by what is known of the actor or of the account they move to. */
  readonly excluded: boolean
}

/** Bits of `move.keyless_only`, which once told no more than the first of them. */
export const MOVE = {
  /** Whole accounts: all events. */
  all: 0,
  keyless: 1,
  /** Nothing moves, but the actor's events there count otherwise. */
  person: 2,
  /** Nothing moves, but the account's events do. */
  account: 4,
  /** They do not count from then on. */
  excluded: 8,
} as const
