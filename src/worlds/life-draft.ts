import type { Day } from '../core/time.ts'
import type { Account } from './draw/draw-account.ts'
import type { Member } from './draw/draw-member.ts'
import type { Churn, Dip, GrowthSign, PaymentFailure, Ticket, Upgrade } from './paid-life.ts'
import type { WorldFrame } from './world-options.ts'

export type PendingChurn = Omit<Churn, 'effectiveOn'>

export type LifeStart = { readonly from: Day; readonly ahas: number; readonly members: Member[] }

/** A paid life while it is drawn, week by week. Each mechanism adds to its own lists and reads those of the others. */
export type LifeDraft = {
  readonly frame: WorldFrame
  readonly account: Account
  readonly from: Day
  readonly ahas: number
  readonly members: Member[]
  readonly discount: { readonly on: Day; readonly harms: boolean }
  seats: number
  planIndex: number
  championLostOn: Day[]
  dips: Dip[]
  pending: PendingChurn | null
  /** Since a rescue reached them, decisions to leave are rarer. */
  rescuedOn: Day | null
  signs: GrowthSign[]
  upgrade: Upgrade | null
  upgrades: Upgrade[]
  tickets: Ticket[]
  paymentFailures: PaymentFailure[]
}
