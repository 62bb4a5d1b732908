import type { Day, Millis } from '../core/time.ts'
import type { Account } from './draw/draw-account.ts'
import type { Member } from './draw/draw-member.ts'
import type { Trial } from './draw/draw-trial.ts'
import type { PaidLife, Terms } from './paid-life.ts'
import type { EventName } from './vocabulary.ts'
import type { Bag } from './world-message.ts'
import type { WorldFrame } from './world-options.ts'

/** Something particular that happens at a moment; everyday use is not listed but drawn day by day. */
export type Happening =
  | {
      readonly kind: 'track'
      readonly at: Millis
      readonly member: Member
      readonly event: EventName
      readonly properties: Bag
    }
  /** Before anybody was known: only the device is. */
  | {
      readonly kind: 'visit'
      readonly at: Millis
      readonly device: string
      readonly event: EventName
      readonly properties: Bag
    }
  | {
      readonly kind: 'identify'
      readonly at: Millis
      readonly knownAt?: Millis
      readonly member: Member
      readonly device: string | null
    }
  /** `member` joins, or the account's traits change. */
  | {
      readonly kind: 'group'
      readonly at: Millis
      readonly knownAt?: Millis
      readonly member: Member
      readonly traits: Bag
      readonly accountId?: string
    }
  | { readonly kind: 'subscription'; readonly at: Millis; readonly terms: Terms; readonly closing: boolean }

export type EventHappening = Happening & { readonly kind: 'track' | 'visit' }
export type QuietHappening = Exclude<Happening, EventHappening>

/** All that is settled about an account before its days are drawn. */
export type AccountPlan = {
  readonly account: Account
  readonly trial: Trial | null
  readonly paid: PaidLife | null
  readonly members: Member[]
  /** What its events carry; one object for all of them. */
  readonly context: { readonly groupId: string }
  /** How much a member of average vigour uses the product, relative to one in an account of one seat. */
  readonly pace: number
  /** Factor of each week since the world's start: AR(1) noise with a mean of 1. */
  readonly noise: Float32Array
  /** Name as sent, which the hostile names replace. */
  name: string
  /** In order of time. */
  happenings: Happening[]
  /** First and last day on which anything can be sent. */
  readonly firstDay: Day
  readonly lastDay: Day
}

export type Regrouping = {
  readonly kind: 'merge' | 'split'
  readonly on: Day
  readonly from: string
  readonly into: string
  readonly userIds: readonly string[]
}
export type SharedPerson = {
  readonly kind: 'moved' | 'several'
  readonly userId: string
  readonly accountIds: readonly string[]
  readonly on: Day
}

export type WorldPlan = {
  readonly frame: WorldFrame
  /** Mean events on an average day of a member of pace 1 and vigour 1. */
  readonly activity: number
  readonly accounts: readonly AccountPlan[]
  readonly regroupings: readonly Regrouping[]
  readonly shared: readonly SharedPerson[]
  /** Activity factor of each country's days, from `frame.startDay - 1`. */
  readonly calendar: readonly Float64Array[]
  readonly csmCalls: readonly { readonly accountId: string; readonly on: Day }[]
}
