import type { Stream } from '../core/stream.ts'
import type { Millis } from '../core/time.ts'
import type { AccountPlan, WorldPlan } from './account-plan.ts'
import type { Member } from './draw/draw-member.ts'
import type { GroupMessage, IdentifyMessage, TrackMessage } from './world-message.ts'

/** One customer's member who may use the product now. */
export type LiveMember = { readonly plan: AccountPlan; readonly member: Member }

type Unsent<T> = Omit<T, 'messageId' | 'timestamp' | 'receivedAt'>
export type StoryStep = {
  readonly dueAt: Millis
  readonly content: Unsent<TrackMessage> | Unsent<IdentifyMessage> | Unsent<GroupMessage>
}
export type StoryStart = {
  readonly world: WorldPlan
  readonly source: Stream
  readonly members: readonly LiveMember[]
  readonly at: Millis
  readonly number: number
  /** Tells the accounts of one trickle from those of another. */
  readonly run: string
}
