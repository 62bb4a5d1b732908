import type { Millis } from '../core/time.ts'
import type { Reason, SubscriptionMessage, TraitValue, Warning } from '../store/analytic/message.ts'
import type { SegmentType } from '../store/log/log-record.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

/** One message as it was sent, and what its frame says of it. */
export type RawMessage = {
  readonly n: number
  /** Parsed JSON; anything at all. */
  readonly item: unknown
  /** Size of its own text, when that is known (a line, a single body); null: part of a batch. */
  readonly bytes: number | null
  readonly frame: FrameInfo
}

/** What all messages of one frame share. */
export type FrameInfo = {
  readonly source: string
  readonly receivedAt: Millis
  readonly imported: boolean
  /** From the route, for single bodies. It wins over the body. */
  readonly type: SegmentType | null
  /** `context` and `sentAt` of a batch, for items that have none of their own. */
  readonly context: JsonRecord | null
  readonly sentAt: unknown
}

/** `membership` and `subscription` are accepted from imports only. */
export type MessageType = SegmentType | 'membership' | 'subscription'

export type SubscriptionTerms = Pick<
  SubscriptionMessage,
  'subscriptionId' | 'plan' | 'status' | 'termsMinor' | 'mrrMinor' | 'currency' | 'from' | 'to' | 'cancelDecidedAt'
>

/** A message on its way through the steps: each step reads `item` and fills its own fields. */
export type MessageDraft = {
  readonly raw: RawMessage
  item: JsonRecord
  /** The item's own context; the batch's is looked up behind it. */
  context: JsonRecord
  type: MessageType
  userId: string | null
  anonymousId: string | null
  accountKey: string | null
  name: string
  messageId: string
  ts: Millis
  tsRaw: Millis
  knownAt: Millis
  arrivalAssumed: boolean
  properties: string
  sessionId: string | null
  traits: Readonly<Record<string, TraitValue>>
  /** How many of them were left out or shortened. */
  traitsLeftOut: number
  role: string | null
  /** Set for `membership` rows and for the two events of the B2B spec that say who joined or left. */
  change: 'added' | 'removed' | null
  terms: SubscriptionTerms | null
  excluded: boolean
  warnings: readonly Warning[]
  /** Why the running step refuses, naming the value. */
  detail: string
}

/** A step refuses with a reason (and sets `detail`), or returns null; it may add warnings. */
export type StepResult = Reason | null

export const EMPTY_RECORD: JsonRecord = Object.freeze(Object.create(null))
const NO_WARNINGS: readonly Warning[] = Object.freeze([])

export function startDraft(raw: RawMessage): MessageDraft {
  return {
    raw,
    item: EMPTY_RECORD,
    context: EMPTY_RECORD,
    type: 'track',
    userId: null,
    anonymousId: null,
    accountKey: null,
    name: '',
    messageId: '',
    ts: raw.frame.receivedAt,
    tsRaw: raw.frame.receivedAt,
    knownAt: raw.frame.receivedAt,
    arrivalAssumed: false,
    properties: '{}',
    sessionId: null,
    traits: EMPTY_RECORD as Readonly<Record<string, TraitValue>>,
    traitsLeftOut: 0,
    role: null,
    change: null,
    terms: null,
    excluded: false,
    warnings: NO_WARNINGS,
    detail: '',
  }
}

export function warn(draft: MessageDraft, warning: Warning): void {
  if (!draft.warnings.includes(warning)) draft.warnings = [...draft.warnings, warning]
}

export function refuse(draft: MessageDraft, reason: Reason, detail: string): Reason {
  draft.detail = detail
  return reason
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A key of the message's context, else of its batch's. Only own keys count: `constructor` is not one. */
export function contextValue(draft: MessageDraft, key: string): unknown {
  if (Object.hasOwn(draft.context, key)) return draft.context[key]
  const shared = draft.raw.frame.context
  return shared !== null && Object.hasOwn(shared, key) ? shared[key] : undefined
}

/** A value as a reader may see it in a refusal: at most 120 characters of JSON. */
export function describe(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`
}
