import type { Millis } from '../core/time.ts'
import type { NoAccountReason } from '../store/analytic/no-account-reason.ts'

/** One stretch of a person's membership in an account; `to` is exclusive, null: still. Empty ones (to ≤ from) say nothing. */
export type Stretch = {
  readonly account: string
  readonly from: Millis
  readonly to: Millis | null
  readonly role: string | null
}

export type AccountAt =
  | { readonly account: string; readonly reason: null }
  | { readonly account: null; readonly reason: NoAccountReason }

const NONE: AccountAt = { account: null, reason: 'none' }
const SEVERAL: AccountAt = { account: null, reason: 'several_accounts' }
const BEFORE: AccountAt = { account: null, reason: 'before_membership' }

/** The account of an event that names none: the person's only one at that time; before the first, that one if it began at most `reachesBack` later. */
export function accountAt(stretches: readonly Stretch[], ts: Millis, reachesBack: Millis): AccountAt {
  let found: string | null = null
  let first: Stretch | null = null
  let tie = false
  for (const stretch of stretches) {
    if (stretch.to !== null && stretch.to <= stretch.from) continue
    if (stretch.from <= ts && (stretch.to === null || ts < stretch.to)) {
      if (found !== null && found !== stretch.account) return SEVERAL
      found = stretch.account
    }
    if (first === null || stretch.from < first.from) {
      first = stretch
      tie = false
    } else if (stretch.from === first.from && stretch.account !== first.account) tie = true
  }
  if (found !== null) return { account: found, reason: null }
  if (first === null || ts >= first.from) return NONE
  if (first.from - ts > reachesBack) return BEFORE
  return tie ? SEVERAL : { account: first.account, reason: null }
}

/** The instants at which `accountAt` may change. */
export function changePoints(stretches: readonly Stretch[], reachesBack: Millis): Millis[] {
  return stretches.flatMap(({ from, to }) =>
    to === null ? [from - reachesBack, from] : [from - reachesBack, from, to],
  )
}
