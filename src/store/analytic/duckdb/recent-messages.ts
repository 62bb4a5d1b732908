import { freeMemory } from '../../../core/free-memory.ts'

/**
 * Which messages may be copies of a stored one, without asking the engine: hashes of the stored events of the latest event days, each
 * with its place, in an open-addressed table. What is found is a candidate; the texts in the store decide.
 */
export type RecentMessages = {
  /** False until it was filled from the store. */
  loaded: boolean
  /** Every stored event of this UTC day and later is here. */
  floorDay: number
  lastDay: number
  count: number
  /** The hash, mixed, and bits of it as it was: 48 of its 52. Twelve bytes a message, since there are millions. */
  mixed: Int32Array<ArrayBuffer>
  bits: Uint16Array<ArrayBuffer>
  /** 0: an empty slot. */
  seq: Uint32Array<ArrayBuffer>
  day: Uint16Array<ArrayBuffer>
}

/** The hash of a stored event's message, its place and its UTC day. */
export type StoredMessage = { readonly hash: number; readonly seq: number; readonly day: number }

/** Days before the latest that are kept: a message of the last ten has its whole window of 30 days here. */
const KEPT_DAYS = 40
/** At most 201 MB, for 12 M messages; a store of 100 M events over 18 months has 7 M in these days, one of 20 M takes some 30 MB. */
const MAX_SLOTS = 2 ** 24
const FULL = 0.75
/** Of a table that has to grow, old and new are there at once. */
const GROWTH = 1.5
const FIRST_SLOTS = 2 ** 12
/** Of a store with more messages than that all are looked up in the table. */
const MAX_SEQ = 2 ** 32 - 1
const LAST_DAY = 2 ** 16 - 1
const NONE: readonly number[] = []

/** `expected`: messages that there will be soon, with some more. */
export function makeRecentMessages(expected = 0): RecentMessages {
  const days = { floorDay: Number.NEGATIVE_INFINITY, lastDay: Number.NEGATIVE_INFINITY }
  const slots = Math.min(MAX_SLOTS, Math.max(FIRST_SLOTS, Math.ceil((expected / FULL) * 1.25)))
  return { loaded: false, ...days, count: 0, ...emptySlots(slots) }
}

/** The first day to fill from, so that half the room stays free; `days` with their numbers of stored events, in any order. */
export function chooseFloorDay(days: readonly { readonly day: number; readonly events: number }[]): number {
  const latestFirst = [...days].sort((a, b) => b.day - a.day)
  const last = latestFirst[0]?.day ?? 0
  let room = (MAX_SLOTS * FULL) / 2
  for (const { day, events } of latestFirst) {
    room -= events
    if (day < last - KEPT_DAYS || room < 0) return day + 1
  }
  return Number.NEGATIVE_INFINITY
}

/** Takes in a stored event; those of days that are no longer kept are left to the store. */
export function addRecentMessage(recent: RecentMessages, message: StoredMessage): void {
  const { hash, seq, day } = message
  recent.lastDay = Math.max(recent.lastDay, day)
  if (seq > MAX_SEQ) recent.floorDay = Number.POSITIVE_INFINITY
  if (recent.count >= recent.seq.length * FULL) makeRoom(recent)
  if (day < recent.floorDay) return
  const kept = Math.max(0, Math.min(LAST_DAY, day))
  put(recent, { mixed: mixHash(hash), bits: hash & LOW_BITS, seq, day: kept })
  recent.count++
}

/** Places of stored events with this hash; nearly always none. */
export function findRecentMessages(recent: RecentMessages, hash: number): readonly number[] {
  const slots = recent.seq.length
  const mixed = mixHash(hash)
  let found = NONE
  for (let slot = slotOf(mixed, slots); recent.seq[slot] !== 0; slot = slotAfter(slot, slots)) {
    if (recent.mixed[slot] === mixed && recent.bits[slot] === (hash & LOW_BITS)) found = [...found, recent.seq[slot]!]
  }
  return found
}

const LOW_BITS = 0xffff
type Slots = Pick<RecentMessages, 'mixed' | 'bits' | 'seq' | 'day'>
type Slot = { readonly [Column in keyof Slots]: number }

function put(table: Slots, { mixed, bits, seq, day }: Slot): void {
  const slots = table.seq.length
  let slot = slotOf(mixed, slots)
  while (table.seq[slot] !== 0) slot = slotAfter(slot, slots)
  table.mixed[slot] = mixed
  table.bits[slot] = bits
  table.seq[slot] = seq
  table.day[slot] = day
}

/** Where a mixed hash is looked for first. */
function slotOf(mixed: number, slots: number): number {
  return Math.floor(((mixed >>> 0) / 2 ** 32) * slots)
}

function slotAfter(slot: number, slots: number): number {
  return slot + 1 === slots ? 0 : slot + 1
}

/** Lets go of the days that are too old; grows when that does not free a third; at its largest, it keeps the latest days that fill half of it. */
function makeRoom(recent: RecentMessages): void {
  const kept = countDays(recent)
  let floor = recent.lastDay - KEPT_DAYS
  let count = kept.reduce((sum, { day, events }) => (day < floor ? sum : sum + events), 0)
  let slots = recent.seq.length
  if (count > (slots * FULL * 2) / 3) slots = Math.ceil(slots * GROWTH)
  if (slots > MAX_SLOTS) {
    slots = MAX_SLOTS
    floor = Math.max(floor, chooseFloorDay(kept))
    count = kept.reduce((sum, { day, events }) => (day < floor ? sum : sum + events), 0)
  }
  if (count < recent.count) recent.floorDay = Math.max(recent.floorDay, floor)
  recent.count = count
  if (slots === recent.seq.length) sweep(recent)
  else {
    const { mixed, bits, seq, day } = recent
    Object.assign(recent, movedInto(emptySlots(slots), recent))
    freeMemory([mixed, bits, seq, day])
  }
}

/** Empties it and gives its memory back; it is filled from the store when it is asked again. */
export function letGoOfRecent(recent: RecentMessages): void {
  const { mixed, bits, seq, day } = recent
  Object.assign(recent, makeRecentMessages())
  freeMemory([mixed, bits, seq, day])
}

function movedInto(next: Slots, recent: RecentMessages): Slots {
  for (let slot = 0; slot < recent.seq.length; slot++)
    if (recent.seq[slot] !== 0 && recent.day[slot]! >= recent.floorDay) put(next, slotAt(recent, slot))
  return next
}

/**
 * Takes the days that are too old out of the table as it stands: a second table of its size would be most of what an import holds. Begun behind an empty slot, each message finds its place
 * again at the slot where it was, or between that and where it is looked for first.
 */
function sweep(recent: RecentMessages): void {
  const slots = recent.seq.length
  const empty = recent.seq.indexOf(0)
  for (let slot = slotAfter(empty, slots); slot !== empty; slot = slotAfter(slot, slots)) {
    if (recent.seq[slot] === 0) continue
    const message = slotAt(recent, slot)
    recent.seq[slot] = 0
    if (message.day >= recent.floorDay) put(recent, message)
  }
}

function slotAt({ mixed, bits, seq, day }: Slots, slot: number): Slot {
  return { mixed: mixed[slot]!, bits: bits[slot]!, seq: seq[slot]!, day: day[slot]! }
}

function countDays(recent: RecentMessages): readonly { day: number; events: number }[] {
  const events = new Map<number, number>()
  for (let slot = 0; slot < recent.seq.length; slot++) {
    if (recent.seq[slot] !== 0) events.set(recent.day[slot]!, (events.get(recent.day[slot]!) ?? 0) + 1)
  }
  return Array.from(events, ([day, count]) => ({ day, events: count }))
}

function emptySlots(slots: number): Slots {
  return {
    mixed: new Int32Array(slots),
    bits: new Uint16Array(slots),
    seq: new Uint32Array(slots),
    day: new Uint16Array(slots),
  }
}

/** Spreads a message's hash over 32 bits. */
export function mixHash(hash: number): number {
  let h = (hash >>> 0) ^ Math.imul(Math.floor(hash / 4294967296), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
