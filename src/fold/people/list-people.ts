import type { Day } from '../../core/time.ts'
import type { AccountTimeline } from '../../store/analytic/rows.ts'
import type { RowSource } from '../fill-lanes.ts'
import { type Knowing, visibleDay } from '../sweep-timeline.ts'
import { changeDays, type Joins, readJoins, resolvePerson } from './resolve-person.ts'

/** The actors and persons of one account, each with a dense slot. */
export type People = {
  readonly actors: number[]
  readonly joins: Joins
  /** Slot of the person that a slot's actor is on every judged day; −1 when that changes on the way (then it is in a group). */
  readonly personOf: Int32Array
  readonly groups: readonly Group[]
}

/** Actors that are, or become, one person while the judged days pass, or whose facts were taken back: counted exactly, day by day. */
export type Group = { readonly slots: readonly number[]; readonly eras: readonly GroupEra[] }
export type GroupEra = { readonly from: Day; readonly to: Day; readonly personOf: readonly number[] }

/** Reused between accounts. `slotOf` has an entry per actor of the store: its slot + 1, 0 when it has none in this account. */
export type SlotSpace = {
  slotOf: Int32Array
  /** Slot of the actor by row of the account; −1: the row is not seen on any judged day. */
  ofRow: Int32Array
  firstVisible: Int32Array
  irregular: Uint8Array
  count: number
  actors: number[]
}

export function makeSlotSpace(): SlotSpace {
  return {
    slotOf: new Int32Array(0),
    ofRow: new Int32Array(0),
    firstVisible: new Int32Array(256),
    irregular: new Uint8Array(256),
    count: 0,
    actors: [],
  }
}

const NEVER = 2_147_483_647

/** Gives every actor of the account's rows, joins and memberships a slot, and says who is who. */
export function listPeople(
  space: SlotSpace,
  source: RowSource,
  given: { readonly timeline: AccountTimeline; readonly knowing: Knowing; readonly days: { from: Day; to: Day } },
): People {
  clearSlots(space)
  slotRows(space, source)
  const { timeline, knowing, days } = given
  for (const member of timeline.members) {
    const slot = slotOfActor(space, member.person)
    space.firstVisible[slot] = Math.min(space.firstVisible[slot]!, visibleDay(knowing, member))
  }
  const joins = readJoins(timeline.links, knowing)
  for (const list of joins.values()) for (const join of list) slotOfActor(space, join.person)
  return nameEveryone(space, joins, days)
}

function clearSlots(space: SlotSpace): void {
  for (let slot = 0; slot < space.count; slot++) space.slotOf[space.actors[slot]!] = 0
  space.count = 0
}

function slotRows(space: SlotSpace, { block, start, end, report, to }: RowSource): void {
  const { actor, day, knownDay, n } = block
  if (space.ofRow.length < end - start) space.ofRow = new Int32Array((end - start) * 2)
  const { ofRow } = space
  for (let r = start; r < end; r++) {
    const known = report || knownDay[r]! < day[r]! ? day[r]! : knownDay[r]!
    ofRow[r - start] = -1
    if (known > to) continue
    const id = actor[r]!
    const slot = id < space.slotOf.length && space.slotOf[id]! > 0 ? space.slotOf[id]! - 1 : slotOfActor(space, id)
    ofRow[r - start] = slot
    if (known < space.firstVisible[slot]!) space.firstVisible[slot] = known
    if (n[r]! < 0) space.irregular[slot] = 1
  }
}

export function slotOfActor(space: SlotSpace, actor: number): number {
  if (actor >= space.slotOf.length) space.slotOf = widen(space.slotOf, Math.max(1024, actor + 1))
  const known = space.slotOf[actor]!
  if (known > 0) return known - 1
  const slot = space.count++
  if (slot >= space.firstVisible.length) {
    space.firstVisible = widen(space.firstVisible, slot + 1)
    const irregular = new Uint8Array(space.firstVisible.length)
    irregular.set(space.irregular)
    space.irregular = irregular
  }
  space.slotOf[actor] = slot + 1
  space.actors[slot] = actor
  space.firstVisible[slot] = NEVER
  space.irregular[slot] = 0
  return slot
}

function widen(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(Math.max(least, array.length * 2))
  wide.set(array)
  return wide
}

function nameEveryone(space: SlotSpace, joins: Joins, days: { from: Day; to: Day }): People {
  const personOf = new Int32Array(space.count)
  const moving = new Set<number>()
  const odd = new Set<number>()
  for (let slot = 0; slot < space.count; slot++) {
    const actor = space.actors[slot]!
    const settled = Math.max(days.from, space.firstVisible[slot]!)
    const person = joins.size === 0 ? slot : slotOfActor(space, resolvePerson(joins, actor, days.to))
    personOf[slot] = person
    const moves = joins.size > 0 && changeDays(joins, actor).some((day) => day > settled && day <= days.to)
    if (moves) moving.add(person)
    if (moves || space.irregular[slot] === 1) odd.add(person)
  }
  const groups = [...odd].map((person) => {
    const slots = [...personOf.keys()].filter((slot) => personOf[slot] === person)
    return { slots, eras: listEras(space, joins, { slots, days, person: moving.has(person) ? -1 : person }) }
  })
  for (const group of groups) for (const slot of group.slots) personOf[slot] = -1
  return { actors: space.actors.slice(0, space.count), joins, personOf, groups }
}

/** Stretches of the judged days between two joins. All actors of a group end as one person, so their chains share it. */
function listEras(
  space: SlotSpace,
  joins: Joins,
  group: { slots: readonly number[]; days: { from: Day; to: Day }; person: number },
): GroupEra[] {
  const { from, to } = group.days
  const fixed = group.person
  if (fixed >= 0) return [{ from, to, personOf: group.slots.map(() => fixed) }]
  const changes = new Set<Day>([from])
  for (const slot of group.slots) {
    for (const day of changeDays(joins, space.actors[slot]!)) if (day > from && day <= to) changes.add(day)
  }
  const starts = [...changes].sort((a, b) => a - b)
  return starts.map((start, i) => ({
    from: start,
    to: (starts[i + 1] ?? to + 1) - 1,
    personOf: group.slots.map((slot) => slotOfActor(space, resolvePerson(joins, space.actors[slot]!, start))),
  }))
}
