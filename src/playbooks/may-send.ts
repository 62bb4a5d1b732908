import type { Cap, Outreach } from '../config/playbooks/playbook.ts'
import { type Millis, MS_PER_DAY, MS_PER_HOUR, type Zone } from '../core/time.ts'

/** When messages were sent so far. */
export type Sent = {
  readonly byPlaybook: readonly Millis[]
  readonly toAccount: readonly Millis[]
  readonly toRecipient: readonly Millis[]
}

/** What limits a message. `zone`: the recipient's. */
export type Limits = Pick<Outreach, 'quiet' | 'perRecipient' | 'perAccount'> & {
  readonly perHour: number | null
  readonly zone: Zone
}

/** Since when it would have to be sent at the latest to count for a cap. */
export function reachOf({ perRecipient, perAccount }: Pick<Outreach, 'perRecipient' | 'perAccount'>): Millis {
  return Math.max(MS_PER_HOUR, (perRecipient?.days ?? 0) * MS_PER_DAY, (perAccount?.days ?? 0) * MS_PER_DAY)
}

/** When a message may be sent, not before `at`; `at` itself: now. A cap counts the messages of the time just before it, and none at its very edge. */
export function mayBeSentAt(at: Millis, sent: Sent, limits: Limits): Millis {
  const { perHour, perAccount, perRecipient } = limits
  let time = at
  for (;;) {
    const next = Math.max(
      outOfQuiet(time, limits),
      perHour === null ? time : roomAt(time, sent.byPlaybook, { most: perHour, ms: MS_PER_HOUR }),
      perAccount === null ? time : roomAt(time, sent.toAccount, toMs(perAccount)),
      perRecipient === null ? time : roomAt(time, sent.toRecipient, toMs(perRecipient)),
    )
    if (next === time) return time
    time = next
  }
}

function toMs({ most, days }: Cap): Room {
  return { most, ms: days * MS_PER_DAY }
}

type Room = { readonly most: number; readonly ms: Millis }

/** When there is room for one more: the earliest time before which less than `most` were sent within so many ms. */
function roomAt(at: Millis, sent: readonly Millis[], { most, ms }: Room): Millis {
  const counted = sent.filter((one) => one > at - ms).sort((a, b) => a - b)
  return counted.length < most ? at : counted[counted.length - most]! + ms
}

function outOfQuiet(at: Millis, { quiet, zone }: Pick<Limits, 'quiet' | 'zone'>): Millis {
  if (quiet === null) return at
  const today = zone.dayOf(at)
  for (const day of [today - 1, today]) {
    const from = instantOf(day, quiet.from, zone)
    const to = instantOf(quiet.to > quiet.from ? day : day + 1, quiet.to, zone)
    if (at >= from && at < to) return to
  }
  return at
}

/** Clocks are changed in the small hours: what is later is counted from the end of the day. */
function instantOf(day: number, time: string, zone: Zone): Millis {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const into = (hours * 60 + minutes) * 60_000
  return hours < 4 ? zone.startOf(day) + into : zone.startOf(day + 1) - (MS_PER_DAY - into)
}
