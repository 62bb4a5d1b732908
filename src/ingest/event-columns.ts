import type { EventMessage, NormalisedMessage, Warning } from '../store/analytic/message.ts'

/**
 * Messages on their way between threads. Copying an object for each event, names of its fields included, costs more than making it; so events travel as
 * columns, and only the others as objects.
 */
export type PackedMessages = {
  readonly events: EventColumns
  /** All that are not events, and how many events come before each. */
  readonly others: readonly { readonly after: number; readonly message: NormalisedMessage }[]
}

export type EventColumns = {
  readonly rows: number
  readonly n: Float64Array
  readonly ts: Float64Array
  readonly tsRaw: Float64Array
  readonly knownAt: Float64Array
  /** Bits: arrival assumed, imported, excluded; then the call. */
  readonly flags: Uint8Array
  /** Names and sources are few: each is sent once, with the index of every row. */
  readonly names: readonly string[]
  readonly name: Int32Array
  readonly sources: readonly string[]
  readonly source: Int32Array
  readonly messageId: readonly string[]
  readonly userId: readonly (string | null)[]
  readonly anonymousId: readonly (string | null)[]
  readonly accountKey: readonly (string | null)[]
  readonly sessionId: readonly (string | null)[]
  readonly properties: readonly string[]
  /** Only of the rows that have any. */
  readonly warnings: readonly { readonly row: number; readonly warnings: readonly Warning[] }[]
}

const CALLS = ['track', 'page', 'screen'] as const
const ARRIVAL_ASSUMED = 1
const IMPORTED = 2
const EXCLUDED = 4
const CALL_SHIFT = 3

export function packMessages(messages: readonly NormalisedMessage[]): PackedMessages {
  const events: EventMessage[] = []
  const others: { after: number; message: NormalisedMessage }[] = []
  for (const message of messages) {
    if (message.type === 'event') events.push(message)
    else others.push({ after: events.length, message })
  }
  return { events: packEvents(events), others }
}

function packEvents(events: readonly EventMessage[]): EventColumns {
  const name = indexed(events, (event) => event.name)
  const source = indexed(events, (event) => event.source)
  return {
    rows: events.length,
    n: Float64Array.from(events, (event) => event.n),
    ts: Float64Array.from(events, (event) => event.ts),
    tsRaw: Float64Array.from(events, (event) => event.tsRaw),
    knownAt: Float64Array.from(events, (event) => event.knownAt),
    flags: Uint8Array.from(events, flagsOf),
    names: name.values,
    name: name.index,
    sources: source.values,
    source: source.index,
    messageId: events.map((event) => event.messageId),
    userId: events.map((event) => event.userId),
    anonymousId: events.map((event) => event.anonymousId),
    accountKey: events.map((event) => event.accountKey),
    sessionId: events.map((event) => event.sessionId),
    properties: events.map((event) => event.properties),
    warnings: events.flatMap(({ warnings }, row) => (warnings.length === 0 ? [] : [{ row, warnings }])),
  }
}

function flagsOf(event: EventMessage): number {
  const call = CALLS.indexOf(event.call) << CALL_SHIFT
  const arrival = event.arrivalAssumed ? ARRIVAL_ASSUMED : 0
  return call | arrival | (event.imported ? IMPORTED : 0) | (event.excluded ? EXCLUDED : 0)
}

function indexed(events: readonly EventMessage[], pick: (event: EventMessage) => string) {
  const places = new Map<string, number>()
  const index = new Int32Array(events.length)
  for (let row = 0; row < events.length; row++) {
    const value = pick(events[row]!)
    let place = places.get(value)
    if (place === undefined) {
      place = places.size
      places.set(value, place)
    }
    index[row] = place
  }
  return { values: [...places.keys()], index }
}

const NO_WARNINGS: readonly Warning[] = Object.freeze([])

export function unpackMessages({ events, others }: PackedMessages): NormalisedMessage[] {
  const messages: NormalisedMessage[] = []
  const warnings = new Map(events.warnings.map((one) => [one.row, one.warnings]))
  let next = 0
  for (let row = 0; row <= events.rows; row++) {
    while (next < others.length && others[next]!.after === row) messages.push(others[next++]!.message)
    if (row < events.rows) messages.push(eventAt(events, row, warnings.get(row) ?? NO_WARNINGS))
  }
  return messages
}

function eventAt(columns: EventColumns, row: number, warnings: readonly Warning[]): EventMessage {
  const flags = columns.flags[row]!
  return {
    type: 'event',
    n: columns.n[row]!,
    source: columns.sources[columns.source[row]!]!,
    messageId: columns.messageId[row]!,
    ts: columns.ts[row]!,
    tsRaw: columns.tsRaw[row]!,
    knownAt: columns.knownAt[row]!,
    arrivalAssumed: (flags & ARRIVAL_ASSUMED) !== 0,
    imported: (flags & IMPORTED) !== 0,
    userId: columns.userId[row]!,
    anonymousId: columns.anonymousId[row]!,
    warnings,
    name: columns.names[columns.name[row]!]!,
    call: CALLS[flags >> CALL_SHIFT]!,
    accountKey: columns.accountKey[row]!,
    sessionId: columns.sessionId[row]!,
    properties: columns.properties[row]!,
    excluded: (flags & EXCLUDED) !== 0,
  }
}
