import { DAY_MAX, type Day } from '../../core/time.ts'
import type { RowSource } from '../fill-lanes.ts'
import { addSpan, lastVisible, type WindowScope } from '../fold-windows.ts'
import type { UserConsumer, UserPass } from '../plan/fold-plan.ts'
import type { MemberSpan } from './list-members.ts'

/** Where distinct people are gathered: per consumer node a difference array over the judged days. */
export type UserScope = {
  readonly windows: WindowScope
  /** Slot of the person by slot of the actor; −1: counted with its group. */
  readonly personOf: Int32Array
  /** Slot of the actor by row; −1: not seen. */
  readonly slotOfRow: Int32Array
  /** Spans of membership of the person in a slot, in one of the role sets of the plan. */
  readonly spansOf: (roleSet: number, person: number) => readonly MemberSpan[]
  readonly clips: Clips
  /** Difference arrays by node. */
  readonly gathered: readonly Float64Array[]
  readonly latest: LatestDays
}

/** Reused and grown: the latest active day by lane and person, the active days found by lane, the clips. */
export type LatestDays = {
  days: Int32Array
  readonly found: UserDays[]
  clips: { readonly from: Int32Array; readonly to: Int32Array }
}

/** The one span of each person, at `role set × stride + slot`; from > to: none. Who has several is counted with the groups. */
export type Clips = { readonly stride: number; readonly from: Int32Array; readonly to: Int32Array }

/** The active days of persons that one lane sees, in the order in which they become visible; `before`: the person's latest active day until then. */
export type UserDays = { count: number; person: Int32Array; day: Int32Array; visible: Int32Array; before: Int32Array }

/**
 * Counts each person once per window. Rows come in the order in which they become visible, so that an active day adds only the judged days past those that
 * an earlier one of the same person already covers.
 */
export function gatherUsers(scope: UserScope, pass: UserPass, source: RowSource): void {
  const found = listUserDays(scope, pass, source)
  pass.lanes.forEach((lane, at) => {
    for (const consumer of lane.consumers) {
      if (consumer.window.kind === 'rolling') gatherRolling(scope, consumer, found[at]!)
      else gatherPeriods(scope, consumer, found[at]!)
    }
  })
}

/** One pass over the rows: most are of a person and day already seen. Days are shifted by the pass's offset. */
function listUserDays(scope: UserScope, pass: UserPass, source: RowSource): readonly UserDays[] {
  const { day, knownDay } = source.block
  const { start, end, report, to } = source
  const { offset, lanes } = pass
  const found = clearUserDays(scope.latest, lanes.length, end - start)
  const latest = clearLatest(scope.latest, lanes.length * scope.personOf.length)
  const walk: Walk = { scope, pass, source, found, latest }
  const late = report ? NO_ROWS : lateRows(source, offset)
  let next = 0
  for (let r = start; r < end; r++) {
    const at = day[r]! + offset
    if (at > to || (!report && knownDay[r]! > at)) continue
    for (; next < late.length && knownDay[late[next]!]! < at; next++) seeRow(walk, late[next]!)
    seeRow(walk, r)
  }
  for (; next < late.length; next++) seeRow(walk, late[next]!)
  return found
}

type Walk = {
  readonly scope: UserScope
  readonly pass: UserPass
  readonly source: RowSource
  readonly found: readonly UserDays[]
  readonly latest: Int32Array
}

function seeRow({ scope, pass, source, found, latest }: Walk, r: number): void {
  const { block, start, report } = source
  const { size, starts, lanes } = pass.index
  const fact = block.fact[r]!
  const slot = scope.slotOfRow[r - start]!
  if (fact >= size || starts[fact] === starts[fact + 1] || slot < 0 || block.n[r]! <= 0) return
  const person = scope.personOf[slot]!
  if (person < 0) return
  const persons = scope.personOf.length
  const day = block.day[r]! + pass.offset
  for (let j = starts[fact]!; j < starts[fact + 1]!; j++) {
    const at = lanes[j]! * persons + person
    const before = latest[at]!
    if (day <= before) continue
    latest[at] = day
    const list = found[lanes[j]!]!
    const next = list.count++
    list.person[next] = person
    list.day[next] = day
    list.visible[next] = report ? day : Math.max(block.knownDay[r]!, day)
    list.before[next] = before
  }
}

function gatherRolling({ windows, clips, gathered }: UserScope, consumer: UserConsumer, found: UserDays): void {
  const { from, to } = windows
  const { days } = consumer.window
  const { person, day, visible, before } = found
  const diff = gathered[consumer.node]!
  const clipped = consumer.roleSet >= 0
  const clip = consumer.roleSet * clips.stride
  for (let i = 0; i < found.count; i++) {
    let first = visible[i]!
    let last = day[i]! + days - 1
    if (before[i]! + days > first) first = before[i]! + days
    if (first < from) first = from
    if (last > to) last = to
    if (clipped && clips.from[clip + person[i]!]! > first) first = clips.from[clip + person[i]!]!
    if (clipped && clips.to[clip + person[i]!]! < last) last = clips.to[clip + person[i]!]!
    if (first > last) continue
    diff[first - from]! += 1
    diff[last - from + 1]! -= 1
  }
}

/** The same for calendar windows and for "ever", whose last day is looked up. */
function gatherPeriods({ windows, clips, gathered }: UserScope, consumer: UserConsumer, found: UserDays): void {
  const { window, node, roleSet } = consumer
  const lastOf = (day: Day): Day => lastVisible(window, day - window.offset, windows.calendar)
  for (let i = 0; i < found.count; i++) {
    const before = found.before[i]!
    const covered = before === LONG_AGO ? LONG_AGO : lastOf(before)
    const at = roleSet * clips.stride + found.person[i]!
    const first = Math.max(found.visible[i]!, covered + 1, roleSet < 0 ? LONG_AGO : clips.from[at]!)
    const last = Math.min(lastOf(found.day[i]!), roleSet < 0 ? DAY_MAX : clips.to[at]!)
    addSpan(gathered[node]!, windows, { first, last, amount: 1 })
  }
}

function clearUserDays(latest: LatestDays, lanes: number, rows: number): readonly UserDays[] {
  for (let lane = 0; lane < lanes; lane++) {
    const list = latest.found[lane]
    if (list === undefined || list.day.length < rows) latest.found[lane] = makeUserDays(rows * 2)
    else list.count = 0
  }
  return latest.found
}

function makeUserDays(size: number): UserDays {
  const ints = (): Int32Array => new Int32Array(size)
  return { count: 0, person: ints(), day: ints(), visible: ints(), before: ints() }
}

function clearLatest(latest: LatestDays, size: number): Int32Array {
  if (latest.days.length < size) latest.days = new Int32Array(size * 2)
  latest.days.fill(LONG_AGO, 0, size)
  return latest.days
}

/** Before every day, and small enough that days can be added to it. */
const LONG_AGO = -1_000_000_000

const NO_ROWS: readonly number[] = []

/** Rows that a window of this offset could have seen before they were known, by known day. */
function lateRows({ block, start, end, to }: RowSource, offset: number): readonly number[] {
  const { day, knownDay } = block
  const late: number[] = []
  for (let r = start; r < end; r++) if (knownDay[r]! > day[r]! + offset && knownDay[r]! <= to) late.push(r)
  return late.length === 0 ? NO_ROWS : late.sort((a, b) => knownDay[a]! - knownDay[b]!)
}
