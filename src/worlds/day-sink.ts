import type { AccountPlan, QuietHappening } from './account-plan.ts'
import type { Arrival } from './place-arrival.ts'
import type { EventName } from './vocabulary.ts'
import type { Bag } from './world-message.ts'

/** An event as the product sends it, before it is on its way. */
export type Track = {
  event: string
  readonly canonical: EventName | null
  readonly id: string
  readonly actor: { readonly userId?: string; readonly anonymousId?: string }
  readonly context: { readonly groupId?: string }
  readonly properties: Bag
}
/** Takes what a day brings: events with how they get here, and happenings that are no events. */
export type DaySink = {
  readonly event: (track: Track, arrival: Arrival) => void
  readonly quiet: (plan: AccountPlan, happening: QuietHappening) => void
}
