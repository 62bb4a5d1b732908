/**
 * Facts being added up in memory: one row per (fact, account, actor, day, known day), as columns, found through an open-addressed table
 * of row numbers.
 */
export type FactDeltas = {
  rows: number
  slots: Int32Array
  fact: Int32Array
  account: Int32Array
  actor: Int32Array
  day: Int32Array
  knownDay: Int32Array
  n: Int32Array
  sum: Float64Array
  firstTs: Float64Array
  lastTs: Float64Array
  lastValue: Float64Array
  lastSeq: Float64Array
  maxValue: Float64Array
}

export type FactKeyInts = {
  readonly fact: number
  readonly account: number
  readonly actor: number
  readonly day: number
  readonly knownDay: number
}

/** What one event adds to one fact. `sign` −1 takes it away: then times and gauge values are not touched (they cannot be undone). */
export type FactPart = {
  readonly sign: 1 | -1
  readonly ts: number
  readonly seq: number
  readonly sum: number
  readonly gauge: number
}

export function makeDeltas(capacity = 1024): FactDeltas {
  return {
    rows: 0,
    slots: new Int32Array(capacity * 4).fill(-1),
    fact: new Int32Array(capacity),
    account: new Int32Array(capacity),
    actor: new Int32Array(capacity),
    day: new Int32Array(capacity),
    knownDay: new Int32Array(capacity),
    n: new Int32Array(capacity),
    sum: new Float64Array(capacity),
    firstTs: new Float64Array(capacity),
    lastTs: new Float64Array(capacity),
    lastValue: new Float64Array(capacity),
    lastSeq: new Float64Array(capacity),
    maxValue: new Float64Array(capacity),
  }
}

/** Adds one event's part to the row of its key. */
export function addToDeltas(deltas: FactDeltas, key: FactKeyInts, part: FactPart): void {
  const row = rowOf(deltas, key)
  deltas.n[row]! += part.sign
  deltas.sum[row]! += part.sign * part.sum
  if (part.sign === 1) addTimes(deltas, row, part)
}

/** Adds only the times and gauge value of an event: superseding rows are made of what is left. */
export function addTimes(deltas: FactDeltas, row: number, part: FactPart): void {
  if (!(deltas.firstTs[row]! <= part.ts)) deltas.firstTs[row] = part.ts
  const later = !(deltas.lastTs[row]! > part.ts) && !(deltas.lastTs[row] === part.ts && deltas.lastSeq[row]! > part.seq)
  if (later) {
    deltas.lastTs[row] = part.ts
    deltas.lastSeq[row] = part.seq
    deltas.lastValue[row] = part.gauge
  }
  if (part.gauge > deltas.maxValue[row]! || Number.isNaN(deltas.maxValue[row]!)) deltas.maxValue[row] = part.gauge
}

/** Adds a row of other deltas, which were written later, to the row of its key, and says which that is. */
export function addDelta(deltas: FactDeltas, from: FactDeltas, row: number): number {
  const at = rowOf(deltas, keyAt(from, row))
  deltas.n[at]! += from.n[row]!
  deltas.sum[at]! += from.sum[row]!
  if (!(deltas.firstTs[at]! <= from.firstTs[row]!)) deltas.firstTs[at] = from.firstTs[row]!
  if (!(deltas.lastTs[at]! > from.lastTs[row]!)) {
    deltas.lastTs[at] = from.lastTs[row]!
    deltas.lastSeq[at] = from.lastSeq[row]!
    deltas.lastValue[at] = from.lastValue[row]!
  }
  if (!(deltas.maxValue[at]! >= from.maxValue[row]!)) deltas.maxValue[at] = from.maxValue[row]!
  return at
}

/** The row of a key, made when there is none. */
export function rowOf(deltas: FactDeltas, key: FactKeyInts): number {
  const found = slotOf(deltas, key)
  const row = deltas.slots[found]!
  if (row >= 0) return row
  if (deltas.rows === deltas.fact.length) {
    grow(deltas)
    return addRow(deltas, key, slotOf(deltas, key))
  }
  return addRow(deltas, key, found)
}

/** The row of a key, or −1. */
export function findRow(deltas: FactDeltas, key: FactKeyInts): number {
  return deltas.slots[slotOf(deltas, key)]!
}

function addRow(deltas: FactDeltas, key: FactKeyInts, slot: number): number {
  const row = deltas.rows++
  deltas.slots[slot] = row
  deltas.fact[row] = key.fact
  deltas.account[row] = key.account
  deltas.actor[row] = key.actor
  deltas.day[row] = key.day
  deltas.knownDay[row] = key.knownDay
  deltas.firstTs[row] = Number.NaN
  deltas.lastTs[row] = Number.NaN
  deltas.lastValue[row] = Number.NaN
  deltas.lastSeq[row] = 0
  deltas.maxValue[row] = Number.NaN
  return row
}

function slotOf(deltas: FactDeltas, key: FactKeyInts): number {
  const mask = deltas.slots.length - 1
  let slot = mix(key.fact, key.account, key.actor, key.day * 31 + key.knownDay) & mask
  for (;;) {
    const row = deltas.slots[slot]!
    if (row < 0 || sameKey(deltas, row, key)) return slot
    slot = (slot + 1) & mask
  }
}

function sameKey(deltas: FactDeltas, row: number, key: FactKeyInts): boolean {
  return (
    deltas.actor[row] === key.actor &&
    deltas.fact[row] === key.fact &&
    deltas.day[row] === key.day &&
    deltas.account[row] === key.account &&
    deltas.knownDay[row] === key.knownDay
  )
}

function mix(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(c, 0xc2b2ae35), 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 13) ^ d, 0x165667b1)
  return h ^ (h >>> 16)
}

function grow(deltas: FactDeltas): void {
  const size = deltas.fact.length * 2
  const bigger = makeDeltas(size)
  const rows = deltas.rows
  for (const name of COLUMNS) bigger[name].set(deltas[name] as never)
  Object.assign(deltas, bigger, { rows })
  for (let row = 0; row < rows; row++) deltas.slots[slotOf(deltas, keyAt(deltas, row))] = row
}

/** The key of a row. */
export function keyAt(deltas: FactDeltas, row: number): FactKeyInts {
  return {
    fact: deltas.fact[row]!,
    account: deltas.account[row]!,
    actor: deltas.actor[row]!,
    day: deltas.day[row]!,
    knownDay: deltas.knownDay[row]!,
  }
}

const COLUMNS = [
  'fact',
  'account',
  'actor',
  'day',
  'knownDay',
  'n',
  'sum',
  'firstTs',
  'lastTs',
  'lastValue',
  'lastSeq',
  'maxValue',
] as const
