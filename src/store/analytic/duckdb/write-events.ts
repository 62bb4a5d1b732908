import { CALLS, factOfName } from '../../../config/fact-key.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import type { AttributedColumns, KeyColumn } from '../event-columns.ts'
import { callOf } from '../event-flags.ts'
import { appendColumns, type Column } from './append-columns.ts'
import { type DictionaryTable, internKey } from './dictionaries.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'

/** The events of a batch as number columns; what the facts are added up from. */
export type EncodedEvents = {
  readonly seq: Float64Array
  readonly ts: Float64Array
  readonly hash: Float64Array
  readonly day: Int32Array
  readonly knownDay: Int32Array
  readonly fact: Int32Array
  readonly account: Int32Array
  readonly actor: Int32Array
  readonly anonymous: Int32Array
  readonly source: Int32Array
}

/** Turns keys into ids and instants into local days, in order of the batch. */
export function encodeEvents(context: StoreContext, batch: ApplyBatch, seqBase: number): EncodedEvents {
  const { events, after } = batch
  const { keys, zone } = context
  const seq = new Float64Array(events.rows)
  const day = new Int32Array(events.rows)
  const knownDay = new Int32Array(events.rows)
  for (let row = 0; row < events.rows; row++) {
    seq[row] = seqBase + (events.n[row]! - after)
    day[row] = zone.dayOf(events.ts[row]!)
    knownDay[row] = knownDayOf(context, events.knownAt[row]!)
  }
  return {
    ...{ seq, day, knownDay, ts: events.ts, hash: events.hash },
    fact: factIds(keys.fact, events),
    account: idsOf(keys.account, events.account),
    ...actorIds(keys.actor, events),
    source: idsOf(keys.source, events.source),
  }
}

/** The id of each row's key, 0: none. Each key is looked up once, when it first comes: ids are given in that order. */
function idsOf(dictionary: DictionaryTable, column: KeyColumn): Int32Array {
  const idOf = idFinder(dictionary, column)
  const ids = new Int32Array(column.index.length)
  for (let row = 0; row < ids.length; row++) ids[row] = idOf(column.index[row]!)
  return ids
}

function idFinder(dictionary: DictionaryTable, { values }: KeyColumn): (index: number) => number {
  const ids = new Int32Array(values.length)
  return (index) => {
    if (index < 0) return 0
    if (ids[index] === 0) ids[index] = internKey(dictionary, values[index]!)
    return ids[index]!
  }
}

/** Row by row, since both are ids of actors. */
function actorIds(
  dictionary: DictionaryTable,
  { rows, actor, anonymous }: AttributedColumns,
): Pick<EncodedEvents, 'actor' | 'anonymous'> {
  const ids = { actor: new Int32Array(rows), anonymous: new Int32Array(rows) }
  const actorOf = idFinder(dictionary, actor)
  const anonymousOf = idFinder(dictionary, anonymous)
  for (let row = 0; row < rows; row++) {
    ids.actor[row] = actorOf(actor.index[row]!)
    ids.anonymous[row] = anonymousOf(anonymous.index[row]!)
  }
  return ids
}

/** The fact of an event's name, which is another one for a page or screen. */
function factIds(dictionary: DictionaryTable, { rows, name, flags }: AttributedColumns): Int32Array {
  const known = { track: new Int32Array(), page: new Int32Array(), screen: new Int32Array() }
  for (const call of CALLS) known[call] = new Int32Array(name.values.length)
  const facts = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    const call = callOf(flags[row]!)
    const index = name.index[row]!
    if (known[call][index] === 0) known[call][index] = internKey(dictionary, factOfName(call, name.values[index]!))
    facts[row] = known[call][index]!
  }
  return facts
}

/** Appends a batch's events to the event table. */
export async function writeEvents(context: StoreContext, batch: ApplyBatch, encoded: EncodedEvents): Promise<void> {
  const { events } = batch
  const log = internKey(context.keys.log, batch.log)
  await appendColumns(context.writer, { table: 'event', rows: events.rows }, [
    { kind: 'bigint', values: encoded.seq },
    { kind: 'int', values: new Int32Array(events.rows).fill(log) },
    { kind: 'bigint', values: events.n },
    { kind: 'bigint', values: events.ts },
    { kind: 'bigint', values: events.tsRaw },
    { kind: 'bigint', values: events.knownAt },
    { kind: 'int', values: encoded.knownDay },
    { kind: 'int', values: encoded.day },
    { kind: 'int', values: encoded.fact },
    { kind: 'int', values: encoded.account },
    { kind: 'int', values: encoded.knownDay },
    { kind: 'int', values: encoded.account },
    { kind: 'int', values: events.noAccount },
    { kind: 'int', values: encoded.actor },
    { kind: 'int', values: encoded.anonymous },
    { kind: 'int', values: encoded.source },
    { kind: 'int', values: events.flags },
    { kind: 'int', values: events.warnings },
    { kind: 'bigint', values: events.hash },
    { kind: 'packed text', texts: events.messageId },
    sessionsOf(events.session),
    { kind: 'packed text', texts: events.properties },
  ])
}

function sessionsOf({ values, index }: KeyColumn): Column {
  if (values.length === 0) return { kind: 'none' }
  return { kind: 'text', values: Array.from(index, (at) => values[at] ?? null) }
}
