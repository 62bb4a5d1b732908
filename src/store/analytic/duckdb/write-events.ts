import { factOfName } from '../../../config/fact-key.ts'
import type { ApplyBatch, AttributedEvent } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { internKey } from './dictionaries.ts'
import { FLAG, NO_ACCOUNT, warningBits } from './event-flags.ts'
import { hashMessage } from './hash-message.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'

/** The events of a batch as number columns; what the facts are added up from. */
export type EventColumns = Readonly<Record<(typeof INTS)[number], Int32Array>> &
  Readonly<Record<(typeof NUMBERS)[number], Float64Array>>

const INTS = [
  'knownDay',
  'day',
  'fact',
  'account',
  'noAccount',
  'actor',
  'anonymous',
  'source',
  'flags',
  'warnings',
] as const
const NUMBERS = ['seq', 'n', 'ts', 'tsRaw', 'knownAt', 'hash'] as const

/** Turns keys into ids and instants into local days, in order of the batch. */
export function encodeEvents(context: StoreContext, batch: ApplyBatch, seqBase: number): EventColumns {
  const { events } = batch
  const columns = emptyColumns(events.length)
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    columns.seq[i] = seqBase + (event.n - batch.after)
    columns.n[i] = event.n
    columns.ts[i] = event.ts
    columns.tsRaw[i] = event.tsRaw
    columns.knownAt[i] = event.knownAt
    columns.knownDay[i] = knownDayOf(context, event.knownAt)
    columns.day[i] = context.zone.dayOf(event.ts)
    columns.hash[i] = hashMessage(event.source, event.messageId)
    columns.flags[i] = flagsOf(event)
    columns.warnings[i] = event.warnings.length === 0 ? 0 : warningBits(event.warnings)
    columns.noAccount[i] = event.noAccount === null ? 0 : NO_ACCOUNT[event.noAccount]
    encodeKeys(context, columns, event, i)
  }
  return columns
}

function encodeKeys({ keys }: StoreContext, columns: EventColumns, event: AttributedEvent, i: number): void {
  columns.fact[i] = internKey(keys.fact, factOfName(event.call, event.name))
  columns.account[i] = event.account === null ? 0 : internKey(keys.account, event.account)
  columns.actor[i] = internKey(keys.actor, event.actor)
  columns.anonymous[i] = event.anonymousId === null ? 0 : internKey(keys.actor, event.anonymousId)
  columns.source[i] = internKey(keys.source, event.source)
}

function emptyColumns(rows: number): EventColumns {
  const ints = INTS.map((name) => [name, new Int32Array(rows)])
  const numbers = NUMBERS.map((name) => [name, new Float64Array(rows)])
  return Object.fromEntries([...ints, ...numbers]) as EventColumns
}

/** Appends a batch's events to the event table. */
export async function writeEvents(context: StoreContext, batch: ApplyBatch, columns: EventColumns): Promise<void> {
  const { events } = batch
  const log = internKey(context.keys.log, batch.log)
  await appendColumns(context.writer, 'event', events.length, [
    { kind: 'bigint', values: columns.seq },
    { kind: 'int', values: new Int32Array(events.length).fill(log) },
    { kind: 'bigint', values: columns.n },
    { kind: 'bigint', values: columns.ts },
    { kind: 'bigint', values: columns.tsRaw },
    { kind: 'bigint', values: columns.knownAt },
    { kind: 'int', values: columns.knownDay },
    { kind: 'int', values: columns.day },
    { kind: 'int', values: columns.fact },
    { kind: 'int', values: columns.account },
    { kind: 'int', values: columns.knownDay },
    { kind: 'int', values: columns.account },
    { kind: 'int', values: columns.noAccount },
    { kind: 'int', values: columns.actor },
    { kind: 'int', values: columns.anonymous },
    { kind: 'int', values: columns.source },
    { kind: 'int', values: columns.flags },
    { kind: 'int', values: columns.warnings },
    { kind: 'bigint', values: columns.hash },
    { kind: 'text', values: events.map((event) => event.messageId) },
    { kind: 'text', values: events.map((event) => event.sessionId) },
    { kind: 'text', values: events.map((event) => event.properties) },
  ])
}

function flagsOf(event: AttributedEvent): number {
  return (
    (event.accountKey === null ? FLAG.keyless : 0) |
    (event.excluded ? FLAG.excluded : 0) |
    (event.imported ? FLAG.imported : 0) |
    (event.arrivalAssumed ? FLAG.arrivalAssumed : 0) |
    (event.call === 'page' ? FLAG.page : 0) |
    (event.call === 'screen' ? FLAG.screen : 0) |
    (event.userId === null ? 0 : FLAG.userId)
  )
}
