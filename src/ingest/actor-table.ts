import type { Millis } from '../core/time.ts'
import type { Stretch } from './account-at.ts'
import {
  isOfAccount,
  makeStretchTable,
  NO_STRETCH,
  readStretches,
  type StretchTable,
  writeStretches,
} from './stretch-table.ts'

/**
 * Actors as far as they were heard of, as columns by number. Maps by key, for each of the things known, would take several times the room. A person is the actor
 * that survives its joins.
 */
export type ActorTable = {
  readonly numbers: Map<string, number>
  readonly keys: string[]
  /** The person that the actor was joined to; its own number: none. */
  person: Int32Array
  /** Of a person the first actor that was joined to it, of a joined one the next; −1: none. */
  firstJoined: Int32Array
  nextJoined: Int32Array
  /** Of a person where its stretches of membership begin. */
  stretch: Int32Array
  /** Earliest time seen; NaN: not yet. */
  firstSeen: Float64Array
  /** Earliest and latest event without an account of its own; NaN: none. */
  keylessFirst: Float64Array
  keylessLast: Float64Array
  readonly stretches: StretchTable
}

const NONE = -1
const FIRST_ROWS = 16

export function makeActorTable(): ActorTable {
  return { numbers: new Map(), keys: [], ...makeColumns(FIRST_ROWS), stretches: makeStretchTable() }
}

const INTS = ['person', 'firstJoined', 'nextJoined', 'stretch'] as const
const TIMES = ['firstSeen', 'keylessFirst', 'keylessLast'] as const
type Columns = Pick<ActorTable, (typeof INTS)[number] | (typeof TIMES)[number]>

function makeColumns(rows: number): Columns {
  return {
    person: new Int32Array(rows),
    firstJoined: new Int32Array(rows),
    nextJoined: new Int32Array(rows),
    stretch: new Int32Array(rows),
    firstSeen: new Float64Array(rows),
    keylessFirst: new Float64Array(rows),
    keylessLast: new Float64Array(rows),
  }
}

/** The number of an actor, a new one when it is heard of for the first time. */
export function numberOfActor(table: ActorTable, key: string): number {
  const known = table.numbers.get(key)
  if (known !== undefined) return known
  const number = table.keys.length
  if (number === table.person.length) grow(table)
  table.keys.push(key)
  table.numbers.set(key, number)
  table.person[number] = number
  for (const name of ['firstJoined', 'nextJoined'] as const) table[name][number] = NONE
  table.stretch[number] = NO_STRETCH
  for (const name of TIMES) table[name][number] = Number.NaN
  return number
}

function grow(table: ActorTable): void {
  const bigger = makeColumns(table.person.length * 2)
  for (const name of INTS) bigger[name].set(table[name])
  for (const name of TIMES) bigger[name].set(table[name])
  Object.assign(table, bigger)
}

/** A time of an actor; undefined: none. */
export function timeOf(table: ActorTable, column: (typeof TIMES)[number], key: string): Millis | undefined {
  const number = table.numbers.get(key)
  const time = number === undefined ? Number.NaN : table[column][number]!
  return Number.isNaN(time) ? undefined : time
}

/** The earliest and latest of an actor's events without an account of their own are at least these. */
export function noteKeyless(table: ActorTable, actor: number, { first, last }: { first: Millis; last: Millis }): void {
  if (!(table.keylessFirst[actor]! <= first)) table.keylessFirst[actor] = first
  if (!(table.keylessLast[actor]! >= last)) table.keylessLast[actor] = last
}

/** The actors joined to a person, in the order in which they were. */
export function joinedTo(table: ActorTable, person: number): number[] {
  const joined: number[] = []
  for (let actor = table.firstJoined[person]!; actor !== NONE; actor = table.nextJoined[actor]!) joined.push(actor)
  return joined
}

/** Joins an actor to a person, taking it from the one it was joined to before. Those joined to the actor itself stay as they are. */
export function joinActor(table: ActorTable, actor: number, person: number): void {
  const before = table.person[actor]!
  if (before !== actor)
    chainJoined(
      table,
      before,
      joinedTo(table, before).filter((one) => one !== actor),
    )
  chainJoined(table, person, [...joinedTo(table, person), actor])
  table.person[actor] = person
}

function chainJoined(table: ActorTable, person: number, joined: readonly number[]): void {
  table.firstJoined[person] = joined[0] ?? NONE
  for (let i = 0; i < joined.length; i++) table.nextJoined[joined[i]!] = joined[i + 1] ?? NONE
}

/** The stretches of a person, in order of discovery. */
export function stretchesOf(table: ActorTable, person: string): Stretch[] {
  const number = table.numbers.get(person)
  return number === undefined ? [] : readStretches(table.stretches, table.stretch[number]!)
}

export function setStretches(table: ActorTable, person: string, stretches: readonly Stretch[]): void {
  const number = numberOfActor(table, person)
  table.stretch[number] = writeStretches(table.stretches, table.stretch[number]!, stretches)
}

/** Persons with a stretch in the account. */
export function personsIn({ keys, stretch, stretches }: ActorTable, account: string): string[] {
  return keys.filter((_, number) => isOfAccount(stretches, stretch[number]!, account))
}
