import { type StreamKey, uniformAt } from '../core/stream.ts'
import { type Day, type Millis, MS_PER_DAY, MS_PER_HOUR } from '../core/time.ts'
import { SLOTS } from './place-moment.ts'
import type { EventName } from './vocabulary.ts'
import type { Mechanisms, Outage } from './world-options.ts'

/** How an event gets here: when it says it happened, when it is received, and when (if at all) a copy is. */
export type Arrival = {
  readonly timestamp: Millis
  readonly receivedAt: Millis
  readonly copyAt: Millis | null
  readonly fate: Fate
}
export type Fate = 'on time' | 'late' | 'future'

const LATE = 0.02
const COPIED = 0.005
const SKEWED = 0.002

/** Sent by the product's servers: not lost when the tracking in its pages is. */
const FROM_SERVERS: ReadonlySet<EventName> = new Set<EventName>([
  'Signed Up',
  'Account Created',
  'Trial Started',
  'Trial Ended',
  'Account Added User',
  'Account Removed User',
  'Plan Upgraded',
  'Payment Failed',
  'Payment Recovered',
  'Cancellation Requested',
  'Storage Measured',
  'Ticket Opened',
])

type Sent = { readonly key: StreamKey; readonly block: number; readonly n: number; readonly at: Millis }

export function placeArrival(sent: Sent, mechanisms: Mechanisms): Arrival {
  const slot = SLOTS.transport + 8 * sent.n
  const u = uniformAt(sent.key, sent.block, slot)
  const prompt = sent.at + 200 + Math.floor(4_000 * uniformAt(sent.key, sent.block, slot + 1))
  const copied = mechanisms.duplicates && uniformAt(sent.key, sent.block, slot + 2) < COPIED
  const v = uniformAt(sent.key, sent.block, slot + 3)
  if (u < LATE)
    return late(sent.at, mechanisms.lateEvents ? Math.floor((1 + 71 * v) * MS_PER_HOUR) : null, prompt, copied)
  const copyAt = copied ? prompt + 1_000 + Math.floor(v ** 3 * 2 * MS_PER_DAY) : null
  if (mechanisms.clockSkew && u < LATE + SKEWED) {
    // A device whose clock is days ahead: the event happened when it was received, and says otherwise.
    return {
      timestamp: sent.at + MS_PER_DAY + Math.floor((1 + 70 * v) * MS_PER_HOUR),
      receivedAt: prompt,
      copyAt,
      fate: 'future',
    }
  }
  return { timestamp: sent.at, receivedAt: prompt, copyAt, fate: 'on time' }
}

function late(at: Millis, delay: Millis | null, prompt: Millis, copied: boolean): Arrival {
  const receivedAt = delay === null ? prompt : at + delay
  return {
    timestamp: at,
    receivedAt,
    copyAt: copied ? receivedAt + 2_000 : null,
    fate: delay === null ? 'on time' : 'late',
  }
}

/** Was this event lost in one of the outages? */
export function isLost(event: EventName | null, sent: Sent, outages: readonly Outage[]): boolean {
  if (outages.length === 0 || (event !== null && FROM_SERVERS.has(event))) return false
  const day: Day = Math.floor(sent.at / MS_PER_DAY)
  const outage = outages.find((o) => day >= o.from && day < o.to)
  return outage !== undefined && uniformAt(sent.key, sent.block, SLOTS.transport + 8 * sent.n + 4) < outage.lost
}
