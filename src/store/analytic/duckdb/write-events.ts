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
  const encodeKeys = keyEncoder(context, columns)
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
    encodeKeys(event, i)
  }
  return columns
}

/** A batch has few names and sources: their keys are not put together and looked up again for every event. */
function keyEncoder({ keys }: StoreContext, columns: EventColumns): (event: AttributedEvent, i: number) => void {
  const facts = { track: new Map<string, number>(), page: new Map<string, number>(), screen: new Map<string, number>() }
  const factOf = ({ call, name }: AttributedEvent): number => {
    const known = facts[call].get(name)
    if (known !== undefined) return known
    const fact = internKey(keys.fact, factOfName(call, name))
    facts[call].set(name, fact)
    return fact
  }
  let source = ''
  let sourceId = 0
  return (event, i) => {
    if (sourceId === 0 || event.source !== source) sourceId = internKey(keys.source, event.source)
    source = event.source
    columns.source[i] = sourceId
    columns.fact[i] = factOf(event)
    columns.account[i] = event.account === null ? 0 : internKey(keys.account, event.account)
    columns.actor[i] = internKey(keys.actor, event.actor)
    columns.anonymous[i] = event.anonymousId === null ? 0 : internKey(keys.actor, `a:${event.anonymousId}`)
  }
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
  await appendColumns(context.writer, { table: 'event', rows: events.length }, [
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
