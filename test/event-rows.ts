import type { AttributedColumns, EventColumns, KeyColumn } from '../src/store/analytic/event-columns.ts'
import { callOf, FLAG, NO_ACCOUNT, warningOfBit } from '../src/store/analytic/event-flags.ts'
import type { EventMessage, NormalisedBatch, NormalisedMessage } from '../src/store/analytic/message.ts'
import type { NoAccountReason } from '../src/store/analytic/no-account-reason.ts'
import { addEvent, makeEventPacker, packEvents, packedEvents } from '../src/store/analytic/pack-events.ts'
import { textAt } from '../src/store/analytic/text-column.ts'

/** For tests, which tell events row by row: one with its actor and account decided. */
export type AttributedEvent = EventMessage & {
  readonly actor: string
  readonly account: string | null
  readonly noAccount: NoAccountReason | null
  /** Bits of the flags of those whose person or account is excluded; absent: they are not. */
  readonly leftOut?: number
}

export function columnsOf(events: readonly AttributedEvent[]): AttributedColumns {
  const packed = packEvents(events)
  return {
    ...packed,
    flags: packed.flags.map((flags, row) => flags | (events[row]!.leftOut ?? 0)),
    actor: keysOf(events.map((event) => event.actor)),
    account: keysOf(events.map((event) => event.account)),
    noAccount: Int32Array.from(events, ({ noAccount }) => (noAccount === null ? 0 : NO_ACCOUNT[noAccount])),
  }
}

export function rowsOf(columns: AttributedColumns): AttributedEvent[] {
  const reasons = Object.keys(NO_ACCOUNT) as NoAccountReason[]
  return Array.from({ length: columns.rows }, (_, row) => ({
    ...eventAt(columns, row),
    actor: keyAt(columns.actor, row)!,
    account: keyAt(columns.account, row),
    noAccount: reasons.find((reason) => NO_ACCOUNT[reason] === columns.noAccount[row]) ?? null,
  }))
}

/** Messages in order of n, as a normaliser hands them on. */
export function packMessages(messages: readonly NormalisedMessage[]): Pick<NormalisedBatch, 'events' | 'others'> {
  const packer = makeEventPacker()
  const others: NormalisedBatch['others'][number][] = []
  for (const message of messages) {
    if (message.type === 'event') addEvent(packer, message)
    else others.push({ after: packer.rows, message })
  }
  return { events: packedEvents(packer), others }
}

export function messagesOf({ events, others }: Pick<NormalisedBatch, 'events' | 'others'>): NormalisedMessage[] {
  const messages: NormalisedMessage[] = []
  for (let row = 0; row <= events.rows; row++) {
    messages.push(...others.filter(({ after }) => after === row).map(({ message }) => message))
    if (row < events.rows) messages.push(eventAt(events, row))
  }
  return messages
}

function eventAt(columns: EventColumns, row: number): EventMessage {
  const flags = columns.flags[row]!
  const actor = keyAt(columns.actor, row)!
  return {
    type: 'event',
    n: columns.n[row]!,
    source: keyAt(columns.source, row)!,
    messageId: textAt(columns.messageId, row),
    ts: columns.ts[row]!,
    tsRaw: columns.tsRaw[row]!,
    knownAt: columns.knownAt[row]!,
    arrivalAssumed: (flags & FLAG.arrivalAssumed) !== 0,
    imported: (flags & FLAG.imported) !== 0,
    userId: (flags & FLAG.userId) === 0 ? null : actor.replace(/^u:/, ''),
    anonymousId: keyAt(columns.anonymous, row)?.slice(2) ?? null,
    warnings: Array.from({ length: 32 }, (_, bit) => (columns.warnings[row]! >>> bit) & 1).flatMap((set, bit) =>
      set === 1 ? [warningOfBit(bit)!] : [],
    ),
    name: keyAt(columns.name, row)!,
    call: callOf(flags),
    accountKey: keyAt(columns.named, row),
    sessionId: keyAt(columns.session, row),
    properties: textAt(columns.properties, row),
    excluded: (flags & FLAG.excluded) !== 0,
  }
}

function keysOf(keys: readonly (string | null)[]): KeyColumn {
  const values = [...new Set(keys.filter((key) => key !== null))]
  return { values, index: Int32Array.from(keys, (key) => (key === null ? -1 : values.indexOf(key))) }
}

function keyAt({ values, index }: KeyColumn, row: number): string | null {
  return values[index[row]!] ?? null
}
