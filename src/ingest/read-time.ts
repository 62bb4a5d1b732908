import { contentHash } from '../core/hash.ts'
import { type Millis, MS_PER_DAY } from '../core/time.ts'
import { cleanLabel, cutText } from './clean-text.ts'
import { contextValue, isRecord, type MessageDraft, type StepResult, warn } from './message-draft.ts'
import { parseTimestamp } from './parse-timestamp.ts'

const YEAR_2000: Millis = 946_684_800_000
export const MAX_MESSAGE_ID_LENGTH = 256

/** Step: when it happened and when we learned of it. A time that cannot be is replaced by receipt, with a warning; what was sent stays in `tsRaw`. */
export function readTime(draft: MessageDraft): StepResult {
  const { frame } = draft.raw
  const mapped = frame.imported ? parseTimestamp(draft.item.receivedAt) : null
  const receivedAt = mapped === null ? frame.receivedAt : Math.min(mapped, frame.receivedAt)
  const sent = sentTime(draft, receivedAt)
  draft.tsRaw = sent ?? receivedAt
  draft.ts = inWindow(draft, sent === null ? receivedAt : sent + skewOf(draft, receivedAt))
  draft.knownAt = frame.imported && mapped === null ? draft.ts : receivedAt
  draft.arrivalAssumed = frame.imported && mapped === null
  return null
}

/** `timestamp`, else `originalTimestamp`; null (and a warning) when there is none that can be read. */
function sentTime(draft: MessageDraft, receivedAt: Millis): Millis | null {
  const value = draft.item.timestamp ?? draft.item.originalTimestamp
  if (value === undefined || value === null || value === '') {
    warn(draft, 'time_missing')
    return null
  }
  const sent = parseTimestamp(value)
  if (sent === null) warn(draft, 'time_unreadable')
  return sent === null || !Number.isSafeInteger(sent - receivedAt) ? null : sent
}

/** Live: from 2000 to a day ahead. Imports: from 1970, and no further ahead. */
function inWindow(draft: MessageDraft, ts: Millis): Millis {
  const { receivedAt, imported } = draft.raw.frame
  const late = ts > receivedAt + MS_PER_DAY
  if (!late && ts >= (imported ? 0 : YEAR_2000)) return ts
  warn(draft, late ? 'time_in_future' : 'time_too_old')
  return receivedAt
}

/**
 * What to add to a device's clock: receipt minus `sentAt`. Only for browsers and mobiles, whose clocks lie and which stamp `sentAt` when they send;
 * several server SDKs keep the first `sentAt` over retries, and correcting by it would move their events. A message with both `timestamp` and
 * `originalTimestamp` was corrected by whoever passed it on.
 */
function skewOf(draft: MessageDraft, receivedAt: Millis): Millis {
  if (draft.raw.frame.imported || !isDeviceLibrary(draft)) return 0
  if (draft.item.timestamp !== undefined && draft.item.originalTimestamp !== undefined) return 0
  const sentAt = parseTimestamp(draft.item.sentAt ?? draft.raw.frame.sentAt)
  return sentAt === null ? 0 : receivedAt - sentAt
}

const DEVICE_LIBRARIES =
  /^(analytics\.js|analytics-next|analytics-(ios|android|swift|kotlin|flutter|unity|xamarin|react-native)|@segment\/analytics-(next|react-native)|rudderlabs javascript sdk|rudder-(ios|android|flutter|react-native)(-library)?|com\.rudderstack\.android\.sdk\.core|rudderlabs (ios|android|react-native|flutter) sdk)/i
const deviceByName = new Map<string, boolean>()

function isDeviceLibrary(draft: MessageDraft): boolean {
  const library = contextValue(draft, 'library')
  const name = isRecord(library) ? library.name : undefined
  if (typeof name !== 'string') return false
  const known = deviceByName.get(name)
  if (known !== undefined) return known
  const device = DEVICE_LIBRARIES.test(name)
  if (deviceByName.size < 1_000) deviceByName.set(name, device)
  return device
}

/** Step: the id by which copies are recognised. Without one: live, the place in the log (two such messages are two events); imported, the content, so that the same file read again adds nothing. */
export function readMessageId(draft: MessageDraft): StepResult {
  const sent = draft.item.messageId
  const text =
    typeof sent === 'string' || typeof sent === 'number' ? cutText(cleanLabel(String(sent)), MAX_MESSAGE_ID_LENGTH) : ''
  draft.messageId = text !== '' ? text : givenId(draft)
  return null
}

function givenId(draft: MessageDraft): string {
  const { frame, n } = draft.raw
  return frame.imported ? `row-${contentHash(draft.item)}` : `given-${frame.receivedAt}-${n}`
}
