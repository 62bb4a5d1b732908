/** What goes over the wire: messages of the Segment protocol, and subscription rows (imports only). Times are ISO 8601, UTC. */
export type Json = string | number | boolean | null
export type Bag = Readonly<Record<string, Json>>
type Common = { readonly messageId: string; readonly timestamp: string; readonly receivedAt: string }
type Actor = { readonly userId?: string; readonly anonymousId?: string }
export type TrackMessage = Common &
  Actor & {
    readonly type: 'track'
    readonly event: string
    readonly context: { readonly groupId?: string }
    readonly properties: Bag
  }
export type IdentifyMessage = Common & Actor & { readonly type: 'identify'; readonly traits: Bag }
export type GroupMessage = Common & Actor & { readonly type: 'group'; readonly groupId: string; readonly traits: Bag }
/** A subscription from … to (null: still). A later message with the same subscriptionId says what became of it. */
export type SubscriptionRecord = Common & {
  readonly type: 'subscription'
  readonly groupId: string
  readonly subscriptionId: string
  readonly plan: string
  readonly mrrMinor: number
  readonly currency: string
  readonly from: string
  readonly to: string | null
  readonly cancelDecidedAt: string | null
}
export type WorldMessage = TrackMessage | IdentifyMessage | GroupMessage | SubscriptionRecord
