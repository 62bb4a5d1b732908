import { type ChangeJournal, makeJournal, noteChange } from '../core/change-journal.ts'
import type { Millis } from '../core/time.ts'
import type { TraitValue } from '../store/analytic/message.ts'

export type KnownTrait = { readonly value: TraitValue; readonly from: Millis }

/**
 * What is known now of many subjects, as columns: a row per subject and trait, the rows of a subject in a chain. A map for each of some hundred thousand persons
 * would take several times the room.
 */
export type TraitTable = {
  /** Subject → its first row. */
  readonly rowOf: Map<string, number>
  /** Names are few: each is kept once. */
  readonly nameIds: Map<string, number>
  readonly names: string[]
  readonly values: TraitValue[]
  name: Int32Array
  /** Row → the next row of its subject; −1: none. */
  next: Int32Array
  from: Float64Array
  /** The subjects of which something was said anew. */
  readonly changes: ChangeJournal
}

const NONE = -1
const FIRST_ROWS = 64

export function makeTraitTable(): TraitTable {
  return {
    rowOf: new Map(),
    nameIds: new Map(),
    names: [],
    values: [],
    name: new Int32Array(FIRST_ROWS),
    next: new Int32Array(FIRST_ROWS),
    from: new Float64Array(FIRST_ROWS),
    changes: makeJournal(),
  }
}

/** A trait of a subject; undefined: nothing was said of it. */
export function traitOf(table: TraitTable, subject: string, name: string): KnownTrait | undefined {
  const row = findRow(table, subject, name)
  return row === NONE ? undefined : { value: table.values[row]!, from: table.from[row]! }
}

/** All that is known of a subject, in the order in which it was first said. */
export function traitsOf(table: TraitTable, subject: string): readonly (readonly [string, KnownTrait])[] {
  const traits: [string, KnownTrait][] = []
  for (let row = table.rowOf.get(subject) ?? NONE; row !== NONE; row = table.next[row]!)
    traits.push([table.names[table.name[row]!]!, { value: table.values[row]!, from: table.from[row]! }])
  return traits
}

export function setTrait(table: TraitTable, subject: string, trait: KnownTrait & { readonly name: string }): void {
  const found = findRow(table, subject, trait.name)
  const row = found === NONE ? addRow(table, subject, trait.name) : found
  noteChange(table.changes, subject)
  table.values[row] = trait.value
  table.from[row] = trait.from
}

/** Whether a trait of this name can be kept: it is known, or fewer than `most` names are. */
export function hasRoomFor({ nameIds, names }: TraitTable, name: string, most: number): boolean {
  return nameIds.has(name) || names.length < most
}

function findRow(table: TraitTable, subject: string, name: string): number {
  const id = table.nameIds.get(name)
  if (id === undefined) return NONE
  let row = table.rowOf.get(subject) ?? NONE
  while (row !== NONE && table.name[row] !== id) row = table.next[row]!
  return row
}

function addRow(table: TraitTable, subject: string, name: string): number {
  const row = table.values.length
  if (row === table.name.length) grow(table)
  table.name[row] = nameId(table, name)
  table.next[row] = NONE
  const last = lastRow(table, subject)
  if (last === NONE) table.rowOf.set(subject, row)
  else table.next[last] = row
  return row
}

function lastRow(table: TraitTable, subject: string): number {
  let last = NONE
  for (let row = table.rowOf.get(subject) ?? NONE; row !== NONE; row = table.next[row]!) last = row
  return last
}

function nameId(table: TraitTable, name: string): number {
  const known = table.nameIds.get(name)
  if (known !== undefined) return known
  table.names.push(name)
  table.nameIds.set(name, table.names.length - 1)
  return table.names.length - 1
}

function grow(table: TraitTable): void {
  const rows = table.name.length * 2
  const bigger = { name: new Int32Array(rows), next: new Int32Array(rows), from: new Float64Array(rows) }
  bigger.name.set(table.name)
  bigger.next.set(table.next)
  bigger.from.set(table.from)
  Object.assign(table, bigger)
}
