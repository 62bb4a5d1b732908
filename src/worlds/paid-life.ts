import type { Day } from '../core/time.ts'
import type { PlaybookArm } from './assign-arm.ts'
import type { Member } from './draw/draw-member.ts'

export type ChurnKind = 'decline' | 'silent' | 'payment'
/** A fall in usage: a decline ends in a decision unless something saves it, a lull ends by itself. */
export type Dip = {
  readonly kind: 'decline' | 'lull'
  readonly onset: Day
  /** Declines: days in which usage halves. */
  readonly halfLife: number
  /** Declines: days from onset to the decision. */
  readonly leadDays: number
  /** First day of recovery: the end of a lull, or of a decline that was averted; null: none. */
  readonly recoversOn: Day | null
  readonly rescue: PlaybookArm
  readonly rescueTriggeredOn: Day
  readonly averted: boolean
}
export type Churn = {
  readonly kind: ChurnKind
  readonly onset: Day | null
  readonly leadDays: number | null
  readonly decidedOn: Day
  readonly effectiveOn: Day
}
/** A sign of growth - the seat limit reached, or a feature of a higher plan attempted - and the upgrade it led to. */
export type GrowthSign = {
  readonly kind: 'seats' | 'premium'
  readonly on: Day
  readonly used: number
  readonly limit: number
}
export type Upgrade = {
  readonly on: Day
  readonly seats: number
  readonly planIndex: number
  readonly cause: GrowthSign['kind'] | 'none'
}
export type Ticket = { readonly on: Day; readonly severe: boolean }
export type PaymentFailure = { readonly on: Day; readonly recovered: boolean }
/** One stretch of a subscription at one price. */
export type Terms = {
  readonly subscriptionId: string
  readonly planIndex: number
  readonly seats: number
  readonly mrrMinor: number
  readonly from: Day
  readonly to: Day | null
  readonly cancelDecidedOn: Day | null
  /** The day on which it was known that the terms end. */
  readonly closeKnownOn: Day | null
}

/** What happens to a customer, from the first day observed to the end of the subscription or the horizon. */
export type PaidLife = {
  readonly from: Day
  readonly observedFrom: Day
  readonly annual: boolean
  readonly ahas: number
  readonly members: readonly Member[]
  readonly dips: readonly Dip[]
  readonly churn: Churn | null
  readonly championLostOn: readonly Day[]
  readonly signs: readonly GrowthSign[]
  readonly upgrades: readonly Upgrade[]
  readonly tickets: readonly Ticket[]
  readonly paymentFailures: readonly PaymentFailure[]
  readonly terms: readonly Terms[]
  readonly newsletter: PlaybookArm
  readonly discount: PlaybookArm
  readonly discountOn: Day
}
