import type { Millis } from '../../core/time.ts'
import type { ControlHeader } from '../log/log-record.ts'
import type { EventColumns } from './event-columns.ts'

/** Why a message was refused (it goes to the quarantine with this code) or kept with a warning. A closed set; docs/reference/reasons.md is generated from it. */
export const REASONS = {
  bad_json: 'the body is not JSON',
  bad_envelope: 'the message is not an object of the Segment protocol',
  unknown_type: 'type is not track, identify, group, page, screen or alias',
  missing_event: 'a track message names no event',
  missing_id: 'neither a valid userId nor a valid anonymousId',
  placeholder_id: 'the id is a placeholder such as "null" or "undefined"',
  id_too_long: 'an id is longer than 1,024 characters',
  missing_group: 'a group message has no groupId',
  missing_previous: 'an alias message has no previousId',
  too_large: 'the message is larger than 32 KB',
  too_deep: 'the message is nested deeper than 64 levels',
  bad_properties: 'properties or traits are not an object',
  bad_row: 'a row of an imported file could not be read',
  traits_left_out: 'the message counts, but some of its traits were left out or shortened: too many, or too long',
  forgotten: 'the person or account asked to be forgotten',
} as const
export type Reason = keyof typeof REASONS

export const WARNINGS = {
  time_missing: 'no timestamp: receipt was taken',
  time_unreadable: 'the timestamp could not be read: receipt was taken',
  time_too_old: 'older than 2000 (imported: than 1970): receipt was taken',
  time_in_future: 'more than 24 h in the future: receipt was taken',
  name_normalised: 'the event name was trimmed, normalised or shortened',
  number_too_large: 'a number beyond 2^53 or infinite was kept as text',
  name_over_cap: 'too many event names: counted as __other__',
  id_unusual: 'the id looks like an e-mail address or is numeric text',
} as const
export type Warning = keyof typeof WARNINGS

/** A message that passed every step: one shape for HTTP, files and vendors' webhooks. All strings are well-formed Unicode, ids and names NFC and trimmed. */
type Envelope = {
  readonly n: number
  readonly source: string
  readonly messageId: string
  /** When it happened, corrected for skew and bounded. */
  readonly ts: Millis
  /** As sent, before correction; equal to `ts` when nothing was sent. */
  readonly tsRaw: Millis
  /** When we learned of it: receipt; for imports the mapped received time, else `ts` (then arrivalAssumed). */
  readonly knownAt: Millis
  readonly arrivalAssumed: boolean
  readonly imported: boolean
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly warnings: readonly Warning[]
}
export type EventMessage = Envelope & {
  readonly type: 'event'
  readonly name: string
  readonly call: 'track' | 'page' | 'screen'
  /** The account that the event itself names (first configured key present), else null. */
  readonly accountKey: string | null
  readonly sessionId: string | null
  /** JSON text of the properties, keys in the order sent, numbers beyond 2^53 as text; context folded in under `$page`, `$campaign`, `$referrer`, a page's category under `$category`. */
  readonly properties: string
  readonly excluded: boolean
}
export type IdentifyMessage = Envelope & {
  readonly type: 'identify'
  readonly accountKey: string | null
  readonly traits: Readonly<Record<string, TraitValue>>
}
export type GroupMessage = Envelope & {
  readonly type: 'group'
  readonly accountKey: string
  readonly role: string | null
  readonly traits: Readonly<Record<string, TraitValue>>
}
export type AliasMessage = Envelope & { readonly type: 'alias'; readonly previousId: string }
export type TraitValue = string | number | boolean | null

/** `Account Added User` / `Account Removed User` and imported membership rows, beside the event itself. */
export type MembershipMessage = Envelope & {
  readonly type: 'membership'
  readonly accountKey: string
  readonly change: 'added' | 'removed'
  readonly role: string | null
}

/** What a subscription may be, in the words of Stripe. */
export const SUBSCRIPTION_STATUSES = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'incomplete_expired',
  'canceled',
] as const
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number]

/** A subscription of an account in force from … to (exclusive; null = still). Money in minor units of the currency, per month. */
export type SubscriptionMessage = Envelope & {
  readonly type: 'subscription'
  readonly accountKey: string
  readonly subscriptionId: string
  readonly plan: string | null
  readonly status: SubscriptionStatus
  /** What the terms come to, whatever the status. */
  readonly termsMinor: number
  /** What counts as MRR: the terms while active or past due, else 0. Who counts otherwise asks for the terms. */
  readonly mrrMinor: number
  readonly currency: string
  readonly from: Millis
  readonly to: Millis | null
  /** When the customer decided to cancel, if it was said. */
  readonly cancelDecidedAt: Millis | null
}

/** All that are not events: what they say is of persons and accounts. They are few. */
export type OtherMessage = IdentifyMessage | GroupMessage | AliasMessage | MembershipMessage | SubscriptionMessage

export type NormalisedMessage = EventMessage | OtherMessage

export type RefusedMessage = {
  readonly n: number
  readonly source: string
  readonly receivedAt: Millis
  readonly reason: Reason
  /** What was wrong, naming the value (at most 200 characters). */
  readonly detail: string
  /** The message as it came, cut at 32 KB, well-formed. */
  readonly raw: string
}

/** A message, and how many events of its stretch come before it. */
export type PlacedMessage = { readonly after: number; readonly message: OtherMessage }

/** What one stretch of a log became. Events and other messages are in order of n; every n of (after, upTo] is in exactly one of the lists, or is a no-op. An event that says who joined or left is followed by a membership of the same n, under its messageId + `#membership`. */
export type NormalisedBatch = {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly events: EventColumns
  readonly others: readonly PlacedMessage[]
  readonly refused: readonly RefusedMessage[]
  readonly controls: readonly ControlHeader[]
}
