import { factOfName } from '../../../config/fact-key.ts'
import type { ApplyBatch, AttributedEvent } from '../analytic-store.ts'
import { appendColumns } from './append-columns.ts'
import { internKey } from './dictionaries.ts'
import { FLAG, NO_ACCOUNT, warningBits } from './event-flags.ts'
import { hashMessage } from './hash-message.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'

/** The events of a batch as integer columns; what the facts are added up from. */
export type EventColumns = {
  readonly seq: Float64Array
  readonly ts: Float64Array
  readonly knownDay: Int32Array
  readonly day: Int32Array
  readonly fact: Int32Array
  readonly account: Int32Array
  readonly actor: Int32Array
}

/** Turns keys into ids and instants into local days, in order of the batch. */
export function encodeEvents(context: StoreContext, batch: ApplyBatch, seqBase: number): EventColumns {
  const { events } = batch
  const columns = emptyColumns(events.length)
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!
    columns.seq[i] = seqBase + (event.n - batch.after)
    columns.ts[i] = event.ts
    columns.knownDay[i] = knownDayOf(context, event.knownAt)
    columns.day[i] = context.zone.dayOf(event.ts)
    columns.fact[i] = internKey(context.keys.fact, factOfName(event.call, event.name))
    columns.account[i] = event.account === null ? 0 : internKey(context.keys.account, event.account)
    columns.actor[i] = internKey(context.keys.actor, event.actor)
  }
  return columns
}

function emptyColumns(rows: number): EventColumns {
  return {
    seq: new Float64Array(rows),
    ts: new Float64Array(rows),
    knownDay: new Int32Array(rows),
    day: new Int32Array(rows),
    fact: new Int32Array(rows),
    account: new Int32Array(rows),
    actor: new Int32Array(rows),
  }
}

/** Appends a batch's events to the event table. */
export async function writeEvents(context: StoreContext, batch: ApplyBatch, columns: EventColumns): Promise<void> {
  const { events } = batch
  const ints = (pick: (event: AttributedEvent) => number) => Int32Array.from(events, pick)
  const numbers = (pick: (event: AttributedEvent) => number) => Float64Array.from(events, pick)
  const texts = (pick: (event: AttributedEvent) => string | null) => events.map(pick)
  const log = internKey(context.keys.log, batch.log)
  const {
    account,
    actor: actors,
    source,
  } = { account: columns.account, actor: context.keys.actor, source: context.keys.source }
  await appendColumns(context.writer, 'event', events.length, [
    { kind: 'bigint', values: columns.seq },
    { kind: 'int', values: new Int32Array(events.length).fill(log) },
    { kind: 'bigint', values: numbers((e) => e.n) },
    { kind: 'bigint', values: columns.ts },
    { kind: 'bigint', values: numbers((e) => e.tsRaw) },
    { kind: 'bigint', values: numbers((e) => e.knownAt) },
    { kind: 'int', values: columns.knownDay },
    { kind: 'int', values: columns.day },
    { kind: 'int', values: columns.fact },
    { kind: 'int', values: account },
    { kind: 'int', values: columns.knownDay },
    { kind: 'int', values: account },
    { kind: 'int', values: ints((e) => (e.noAccount === null ? 0 : NO_ACCOUNT[e.noAccount])) },
    { kind: 'int', values: columns.actor },
    { kind: 'int', values: ints((e) => (e.anonymousId === null ? 0 : internKey(actors, e.anonymousId))) },
    { kind: 'int', values: ints((e) => internKey(source, e.source)) },
    { kind: 'int', values: ints(flagsOf) },
    { kind: 'int', values: ints((e) => warningBits(e.warnings)) },
    { kind: 'bigint', values: numbers((e) => hashMessage(e.source, e.messageId)) },
    { kind: 'text', values: texts((e) => e.messageId) },
    { kind: 'text', values: texts((e) => e.sessionId) },
    { kind: 'text', values: texts((e) => e.properties) },
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
