import type { Day } from '../core/time.ts'
import type { Account } from './draw/draw-account.ts'
import type { Churn, Terms, Upgrade } from './paid-life.ts'
import { PLANS } from './vocabulary.ts'

type Sold = {
  readonly from: Day
  readonly planIndex: number
  readonly upgrades: readonly Upgrade[]
  readonly churn: Churn | null
}

/** The stretches of a subscription, one at each price, the last one open unless the account has left. */
export function writeTerms(account: Account, sold: Sold): Terms[] {
  const changes = [{ on: sold.from, seats: account.seats, planIndex: sold.planIndex }, ...sold.upgrades]
  return changes.map((change, i) => {
    const next = changes[i + 1]
    const ends =
      next === undefined ? endingOf(sold.churn) : { to: next.on, cancelDecidedOn: null, closeKnownOn: next.on }
    return {
      subscriptionId: `sub_${account.index.toString(36).padStart(4, '0')}_${i + 1}`,
      planIndex: change.planIndex,
      seats: change.seats,
      mrrMinor: change.seats * PLANS[change.planIndex]!.seatMinor,
      from: change.on,
      ...ends,
    }
  })
}

/** A failed payment is nobody's decision. */
function endingOf(churn: Churn | null): Pick<Terms, 'to' | 'cancelDecidedOn' | 'closeKnownOn'> {
  if (churn === null) return { to: null, cancelDecidedOn: null, closeKnownOn: null }
  const cancelDecidedOn = churn.kind === 'payment' ? null : churn.decidedOn
  return { to: churn.effectiveOn, cancelDecidedOn, closeKnownOn: churn.decidedOn }
}
