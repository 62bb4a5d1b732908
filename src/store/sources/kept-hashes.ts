import { HASH_LENGTH } from './source-row.ts'

/** Hashes of the rows of a target as they were read last, which are looked up by the million. */
export type KeptHashes = {
  /** Whether a row is as it was, and whether one like it was met before; what was met is there still. */
  readonly meet: (hash: string) => 'unknown' | 'met' | 'again'
  /** Ids of rows that were not met. */
  readonly unmet: () => readonly number[]
}

/** A hash is four numbers of 30 bits, each of five of its characters. */
const PARTS = 4
const CHARACTERS = HASH_LENGTH / PARTS
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BITS = new Uint8Array(128)
for (const [i, character] of [...ALPHABET].entries()) BITS[character.charCodeAt(0)] = i

type Table = {
  /** Slot → row + 1; 0: free. At least half of them are. */
  slots: Int32Array
  parts: Int32Array
  ids: Float64Array
  rows: number
}

/** As columns of numbers: 33 MB for a million of rows, where a map of texts takes several times that. Each hash is kept of one row. */
export function keepHashes(rows: Iterable<{ readonly id: number; readonly hash: string }>): KeptHashes {
  const table: Table = {
    slots: new Int32Array(128),
    parts: new Int32Array(64 * PARTS),
    ids: new Float64Array(64),
    rows: 0,
  }
  for (const { id, hash } of rows) add(table, id, hash)
  const met = new Uint8Array(table.rows)
  const sought = new Int32Array(PARTS)
  return {
    meet: (hash) => {
      readParts(hash, sought, 0)
      const row = table.slots[slotOf(table, sought, 0)]! - 1
      if (row === -1) return 'unknown'
      if (met[row] === 1) return 'again'
      met[row] = 1
      return 'met'
    },
    unmet: () => Array.from(table.ids.subarray(0, table.rows)).filter((_, row) => met[row] === 0),
  }
}

function add(table: Table, id: number, hash: string): void {
  if (table.rows === table.ids.length) grow(table)
  const row = table.rows
  readParts(hash, table.parts, row * PARTS)
  table.ids[row] = id
  table.slots[slotOf(table, table.parts, row * PARTS)] = row + 1
  table.rows++
}

function grow(table: Table): void {
  const ids = new Float64Array(table.ids.length * 2)
  ids.set(table.ids)
  const parts = new Int32Array(table.parts.length * 2)
  parts.set(table.parts)
  Object.assign(table, { ids, parts, slots: new Int32Array(table.slots.length * 2) })
  for (let row = 0; row < table.rows; row++) table.slots[slotOf(table, table.parts, row * PARTS)] = row + 1
}

/** Where a hash stands, or would. */
function slotOf({ slots, parts: known }: Table, parts: Int32Array, at: number): number {
  let slot = parts[at]! & (slots.length - 1)
  for (;;) {
    const row = slots[slot]! - 1
    if (row === -1 || isSame(known, row * PARTS, parts, at)) return slot
    slot = (slot + 1) & (slots.length - 1)
  }
}

function isSame(known: Int32Array, row: number, parts: Int32Array, at: number): boolean {
  for (let i = 0; i < PARTS; i++) if (known[row + i] !== parts[at + i]) return false
  return true
}

function readParts(hash: string, into: Int32Array, at: number): void {
  for (let part = 0; part < PARTS; part++) {
    let bits = 0
    for (let i = 0; i < CHARACTERS; i++) bits = (bits << 6) | BITS[hash.charCodeAt(part * CHARACTERS + i)]!
    into[at + part] = bits
  }
}
