/**
 * Keys by the bytes that they came as, so that none becomes a string twice: an open-addressed table of numbers from 0 in order of first appearance. Their bytes stand one
 * behind another.
 */
export type ByteKeys = {
  /** Where the keys that are asked for stand. */
  readonly text: Uint8Array
  count: number
  /** Number of the key + 1; 0: empty. */
  slots: Int32Array
  hash: Int32Array
  /** Where the bytes of a key end; they begin where those of the one before end. */
  ends: Int32Array
  bytes: Uint8Array
}

const FIRST_KEYS = 256
const FIRST_BYTES = 4_096

export function makeByteKeys(text: Uint8Array): ByteKeys {
  return {
    text,
    count: 0,
    slots: new Int32Array(FIRST_KEYS * 2),
    hash: new Int32Array(FIRST_KEYS),
    ends: new Int32Array(FIRST_KEYS),
    bytes: new Uint8Array(FIRST_BYTES),
  }
}

/** The number of the key that stands from `from` to `to`: a new one, equal to `count` before, when it is seen for the first time. */
export function numberOfBytes(keys: ByteKeys, from: number, to: number): number {
  const hash = hashBytes(keys.text, from, to)
  const mask = keys.slots.length - 1
  let slot = hash & mask
  for (let held = keys.slots[slot]!; held !== 0; held = keys.slots[slot]!) {
    if (keys.hash[held - 1] === hash && isSame(keys, held - 1, from, to)) return held - 1
    slot = (slot + 1) & mask
  }
  addKey(keys, { from, to, hash, slot })
  return keys.count - 1
}

/** FNV-1a, mixed once more, since the low bits choose the slot. */
function hashBytes(text: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text[at]!, 0x01000193)
  return hash ^ (hash >>> 15)
}

function isSame({ text, ends, bytes }: ByteKeys, key: number, from: number, to: number): boolean {
  const start = key === 0 ? 0 : ends[key - 1]!
  if (ends[key]! - start !== to - from) return false
  for (let at = from, held = start; at < to; at++, held++) if (text[at] !== bytes[held]) return false
  return true
}

type NewKey = {
  readonly from: number
  readonly to: number
  readonly hash: number
  readonly slot: number
}

function addKey(keys: ByteKeys, { from, to, hash, slot }: NewKey): void {
  const start = keys.count === 0 ? 0 : keys.ends[keys.count - 1]!
  const end = start + to - from
  if (end > keys.bytes.length) {
    const larger = new Uint8Array(Math.max(end, keys.bytes.length * 2))
    larger.set(keys.bytes)
    keys.bytes = larger
  }
  keys.bytes.set(keys.text.subarray(from, to), start)
  keys.ends[keys.count] = end
  keys.hash[keys.count] = hash
  keys.count++
  keys.slots[slot] = keys.count
  if (keys.count === keys.ends.length) grow(keys)
}

function grow(keys: ByteKeys): void {
  const room = keys.count * 2
  const bigger = { hash: new Int32Array(room), ends: new Int32Array(room), slots: new Int32Array(room * 2) }
  bigger.hash.set(keys.hash)
  bigger.ends.set(keys.ends)
  const mask = bigger.slots.length - 1
  for (let key = 0; key < keys.count; key++) {
    let slot = keys.hash[key]! & mask
    while (bigger.slots[slot] !== 0) slot = (slot + 1) & mask
    bigger.slots[slot] = key + 1
  }
  Object.assign(keys, bigger)
}
