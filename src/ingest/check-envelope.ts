import { isUtf8 } from 'node:buffer'
import { type ErrorCode, type ErrorParams, type TelltaleError, telltaleError } from '../core/errors.ts'
import type { MessagesHeader, SegmentType } from '../store/log/log-record.ts'
import { countBatch } from './count-batch.ts'
import { excessBytes, ITEM_SLACK_BYTES, MAX_DEPTH, MAX_ITEM_BYTES, measureJson } from './measure-json.ts'
import { isRecord, type JsonRecord } from './message-draft.ts'
import { unpackBody } from './unpack-body.ts'

export type EnvelopeLimits = {
  readonly maxBatchBytes: number
  readonly maxItems: number
}
export const DEFAULT_ENVELOPE_LIMITS: EnvelopeLimits = { maxBatchBytes: 500 * 1_024, maxItems: 10_000 }

const TOO_DEEP = Number.POSITIVE_INFINITY

/** What the route says about the body: one message of a kind, or many. */
export type Route = { readonly shape: 'single'; readonly type: SegmentType } | { readonly shape: 'batch' }

/** A body that may be written to the log, or why not, with the HTTP status that says so. */
export type CheckedEnvelope =
  | {
      readonly ok: true
      /** Unpacked UTF-8 JSON, as it goes to the log. */
      readonly body: Buffer
      readonly header: Pick<MessagesHeader, 'shape' | 'type' | 'count'>
      /** The write key inside the body, if any. */
      readonly writeKey: string | null
      /** Messages of the batch that are too large or too deep. They go to the log with the others, and from there to the quarantine. */
      readonly rejected: number
    }
  | EnvelopeRefusal
export type EnvelopeRefusal = { readonly ok: false; readonly status: 400 | 413; readonly error: TelltaleError }

/**
 * All that is checked before a body is acknowledged: size, gzip, UTF-8, JSON, the shape of the envelope, and one walk for depth and size of each message.
 * Most batches are plain enough to be counted as bytes; what is left is parsed.
 * A batch is refused for these only when none of its messages can be taken. What a message says is judged later, by the applier, which lists what it refuses.
 */
export function checkEnvelope(sent: Buffer, route: Route, limits = DEFAULT_ENVELOPE_LIMITS): CheckedEnvelope {
  if (sent.length === 0) return refusal(400, 'body_empty', {})
  const body = unpackBody(sent)
  if (body === null) return refusal(400, 'body_gzip', {})
  const largest = route.shape === 'single' ? MAX_ITEM_BYTES + ITEM_SLACK_BYTES : limits.maxBatchBytes
  if (body.length > largest) return refusal(413, 'body_too_large', { bytes: body.length, limit: largest })
  if (!isUtf8(body)) return refusal(400, 'body_not_utf8', {})
  const count = route.shape === 'batch' ? countBatch(body) : null
  if (count !== null && count <= limits.maxItems) return acceptBatch(body, count)
  const parsed = parse(body)
  if (!parsed.ok) return parsed
  return route.shape === 'single' ? checkSingle(body, parsed.value, route.type) : checkBatch(body, parsed.value, limits)
}

function acceptBatch(body: Buffer, count: number): CheckedEnvelope {
  return { ok: true, body, header: { shape: 'batch', count }, writeKey: null, rejected: 0 }
}

function parse(body: Buffer): { readonly ok: true; readonly value: unknown } | EnvelopeRefusal {
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) }
  } catch (error) {
    return refusal(400, 'body_not_json', { reason: (error as Error).message.slice(0, 120).toWellFormed() })
  }
}

function checkSingle(body: Buffer, value: unknown, type: SegmentType): CheckedEnvelope {
  if (!isRecord(value)) return refusal(400, 'bad_envelope', { expected: 'one JSON object' })
  if (measureJson(value) === TOO_DEEP) return refusal(400, 'body_too_deep', { limit: MAX_DEPTH })
  return { ok: true, body, header: { shape: 'single', type, count: 1 }, writeKey: writeKeyOf(value), rejected: 0 }
}

function checkBatch(body: Buffer, value: unknown, limits: EnvelopeLimits): CheckedEnvelope {
  const items = Array.isArray(value) ? value : isRecord(value) ? value.batch : undefined
  if (!Array.isArray(items)) return refusal(400, 'bad_envelope', { expected: '{"batch": [...]}' })
  if (items.length > limits.maxItems)
    return refusal(413, 'too_many_items', { count: items.length, limit: limits.maxItems })
  const envelope = isRecord(value) ? value : null
  const problem = envelope === null ? null : checkRest(envelope)
  if (problem !== null) return problem
  const { rejected, first } = rejectItems(items)
  if (rejected > 0 && rejected === items.length) return refuseItem(first)
  const writeKey = envelope === null ? null : writeKeyOf(envelope)
  return { ok: true, body, header: { shape: 'batch', count: items.length }, writeKey, rejected }
}

/** How many items are too large or too deep, and by how much the first one is. */
function rejectItems(items: readonly unknown[]): { readonly rejected: number; readonly first: number } {
  let rejected = 0
  let first = 0
  for (const item of items) {
    const excess = excessBytes(item)
    if (excess === 0) continue
    if (rejected++ === 0) first = excess
  }
  return { rejected, first }
}

function refuseItem(excess: number): EnvelopeRefusal {
  if (excess === TOO_DEEP) return refusal(400, 'body_too_deep', { limit: MAX_DEPTH })
  return refusal(413, 'item_too_large', { bytes: excess, limit: MAX_ITEM_BYTES + ITEM_SLACK_BYTES })
}

/** The envelope beside its items: a shared context may not be deeper than a message may be. */
function checkRest(envelope: JsonRecord): EnvelopeRefusal | null {
  for (const [key, value] of Object.entries(envelope)) {
    if (key !== 'batch' && measureJson(value, 2) === TOO_DEEP)
      return refusal(400, 'body_too_deep', { limit: MAX_DEPTH })
  }
  return null
}

function writeKeyOf(record: JsonRecord): string | null {
  const key = Object.hasOwn(record, 'writeKey') ? record.writeKey : undefined
  return typeof key === 'string' && key !== '' ? key : null
}

function refusal<C extends ErrorCode>(status: 400 | 413, code: C, params: ErrorParams<C>): EnvelopeRefusal {
  return { ok: false, status, error: telltaleError(code, params) }
}
