import { DAY_MAX, type Day } from '../core/time.ts'
import type { RowSource } from './fill-lanes.ts'
import type { UserConsumer, UserPass } from './fold-plan.ts'
import { addSpan, lastVisible, type WindowScope } from './fold-windows.ts'
import type { MemberSpan } from './list-members.ts'

/** Where distinct people are gathered: per consumer node a difference array over the judged days. */
export type UserScope = {
  readonly windows: WindowScope
  /** Slot of the person by slot of the actor; −1: counted with its group. */
  readonly personOf: Int32Array
  readonly slotOf: Int32Array
  /** Spans of membership by slot of the person, for each role set of the plan; absent: no member. */
  readonly spans: readonly ReadonlyMap<number, readonly MemberSpan[]>[]
  readonly clips: Clips
  /** Difference arrays by node. */
  readonly gathered: readonly Float64Array[]
  readonly latest: LatestDays
}

/** Reused and grown: the latest active day by lane and person, and the active days found by lane. */
export type LatestDays = { days: Int32Array; readonly found: UserDays[] }

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
  const { block, report, to } = source
  const { fact, n, actor } = block
  const { size, starts, lanes } = pass.index
  const { personOf, slotOf } = scope
  const persons = personOf.length
  const rows = source.end - source.start
  const found = clearUserDays(scope.latest, pass.lanes.length, rows)
  const latest = clearLatest(scope.latest, pass.lanes.length * persons)
  const order = orderByVisibility(source, pass.offset)
  for (let i = 0; i < rows; i++) {
    const r = order === null ? source.start + i : order[i]!
    const f = fact[r]!
    if (f >= size || n[r]! <= 0 || starts[f] === starts[f + 1]) continue
    const person = personOf[slotOf[actor[r]!]! - 1]!
    const day = block.day[r]! + pass.offset
    const known = report ? day : block.knownDay[r]!
    if (person < 0 || known > to || day > to) continue
    for (let j = starts[f]!; j < starts[f + 1]!; j++) {
      const at = lanes[j]! * persons + person
      const before = latest[at]!
      if (day <= before) continue
      latest[at] = day
      const list = found[lanes[j]!]!
      const next = list.count++
      list.person[next] = person
      list.day[next] = day
      list.visible[next] = Math.max(known, day)
      list.before[next] = before
    }
  }
  return found
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

/** The rows by the first day that may see them in a window of this offset; null: they lie so. Only late rows have to be moved. */
function orderByVisibility({ block, start, end, report }: RowSource, offset: number): Int32Array | null {
  if (report) return null
  const { day, knownDay } = block
  const late: number[] = []
  for (let r = start; r < end; r++) if (knownDay[r]! > day[r]! + offset) late.push(r)
  if (late.length === 0) return null
  late.sort((a, b) => knownDay[a]! - knownDay[b]!)
  const order = new Int32Array(end - start)
  let next = 0
  let at = 0
  for (let r = start; r < end; r++) {
    if (knownDay[r]! > day[r]! + offset) continue
    while (next < late.length && knownDay[late[next]!]! < day[r]! + offset) order[at++] = late[next++]!
    order[at++] = r
  }
  while (next < late.length) order[at++] = late[next++]!
  return order
}
