import { DAY_MAX, type Day } from '../core/time.ts'
import type { RowSource } from './fill-lanes.ts'
import type { UserConsumer, UserPass } from './fold-plan.ts'
import { addSpan, lastVisible, type WindowScope } from './fold-windows.ts'
import type { MemberSpan } from './list-members.ts'
import type { Group, People } from './list-people.ts'

/** Where distinct people are gathered: per consumer node a difference array over the judged days. */
export type UserScope = {
  readonly windows: WindowScope
  readonly people: People
  readonly slotOf: Int32Array
  /** Spans of membership by slot of the person, for each role set of the plan; absent: no member. */
  readonly spansOf: readonly ReadonlyMap<number, readonly MemberSpan[]>[]
  /** Difference arrays by node. */
  readonly gathered: readonly Float64Array[]
  /** Latest active day by lane and person; grows. */
  readonly latest: { days: Int32Array }
}

/**
 * Counts each person once per window. Rows come in the order in which they become visible, so that a row adds only the days past those that an earlier row
 * of the same person already covers: one comparison for most rows.
 */
export function gatherUsers(scope: UserScope, pass: UserPass, source: RowSource): void {
  const count = scope.people.personOf.length
  const latest = clearLatest(scope, pass.lanes.length * count)
  const late: number[] = []
  for (let r = source.start; r < source.end; r++) {
    const first = firstVisible(source, r, pass.offset)
    if (first > source.block.day[r]! + pass.offset) late.push(r)
  }
  if (late.length === 0) {
    for (let r = source.start; r < source.end; r++) gatherRow(scope, pass, { source, r, latest, count })
    return
  }
  late.sort((a, b) => firstVisible(source, a, pass.offset) - firstVisible(source, b, pass.offset))
  let next = 0
  for (let r = source.start; r < source.end; r++) {
    const first = firstVisible(source, r, pass.offset)
    if (first > source.block.day[r]! + pass.offset) continue
    for (; next < late.length && firstVisible(source, late[next]!, pass.offset) < first; next++)
      gatherRow(scope, pass, { source, r: late[next]!, latest, count })
    gatherRow(scope, pass, { source, r, latest, count })
  }
  for (; next < late.length; next++) gatherRow(scope, pass, { source, r: late[next]!, latest, count })
}

function clearLatest(scope: UserScope, size: number): Int32Array {
  if (scope.latest.days.length < size) scope.latest.days = new Int32Array(size * 2)
  scope.latest.days.fill(-DAY_MAX, 0, size)
  return scope.latest.days
}

/** First judged day that may see the row in a window of this offset. */
function firstVisible({ block, report }: RowSource, r: number, offset: number): Day {
  const day = block.day[r]! + offset
  return report ? day : Math.max(day, block.knownDay[r]!)
}

type RowAt = { readonly source: RowSource; readonly r: number; readonly latest: Int32Array; readonly count: number }

function gatherRow(scope: UserScope, pass: UserPass, { source, r, latest, count }: RowAt): void {
  const { block } = source
  const f = block.fact[r]!
  if (f >= pass.index.size || block.n[r]! <= 0) return
  const first = pass.index.starts[f]!
  const last = pass.index.starts[f + 1]!
  if (first === last) return
  const person = scope.people.personOf[scope.slotOf[block.actor[r]!]! - 1]!
  const day = block.day[r]!
  const visible = firstVisible(source, r, pass.offset)
  if (person < 0 || visible > source.to) return
  for (let j = first; j < last; j++) {
    const lane = pass.index.lanes[j]!
    const at = lane * count + person
    const before = latest[at]!
    if (day <= before) continue
    latest[at] = day
    for (const consumer of pass.lanes[lane]!.consumers) gatherSpan(scope, consumer, { day, visible, before, person })
  }
}

function gatherSpan(
  scope: UserScope,
  consumer: UserConsumer,
  row: { readonly day: Day; readonly visible: Day; readonly before: Day; readonly person: number },
): void {
  const { calendar } = scope.windows
  const covered = row.before === -DAY_MAX ? -DAY_MAX : lastVisible(consumer.window, row.before, calendar)
  const first = Math.max(row.visible, covered + 1)
  const last = lastVisible(consumer.window, row.day, calendar)
  const diff = scope.gathered[consumer.node]!
  if (consumer.roleSet < 0) {
    addSpan(diff, scope.windows, { first, last, amount: 1 })
    return
  }
  for (const span of scope.spansOf[consumer.roleSet]!.get(row.person) ?? [])
    addSpan(diff, scope.windows, { first: Math.max(first, span.from), last: Math.min(last, span.to), amount: 1 })
}

/** The same for the actors of a group, exactly: who is active on each judged day, then how many persons they are on that day. */
export function gatherGroup(
  scope: UserScope,
  pass: UserPass,
  given: { readonly group: Group; readonly source: RowSource; readonly rowsOf: (slot: number) => Int32Array },
): void {
  pass.lanes.forEach((lane, at) => {
    const reads = (fact: number): boolean => readsFact(pass, fact, at)
    const pieces = given.group.slots.map((slot) => activePieces(given.source, given.rowsOf(slot), reads))
    for (const consumer of lane.consumers) {
      const days = pieces.map((list) => activeOn(scope, consumer, list))
      countPersons(scope, consumer, { group: given.group, days })
    }
  })
}

function readsFact(pass: UserPass, fact: number, lane: number): boolean {
  if (fact >= pass.index.size) return false
  return pass.index.lanes.subarray(pass.index.starts[fact]!, pass.index.starts[fact + 1]!).includes(lane)
}

/** Stretches of knowledge [from, to] in which a day counts as active. */
type Piece = { readonly day: Day; readonly from: Day; readonly to: Day }

function activePieces({ block, report, to }: RowSource, rows: Int32Array, reads: (fact: number) => boolean): Piece[] {
  const byDay = new Map<Day, { known: Day; n: number }[]>()
  for (const r of rows) {
    if (!reads(block.fact[r]!)) continue
    const day = block.day[r]!
    const known = report ? day : Math.max(day, block.knownDay[r]!)
    if (known > to) continue
    byDay.set(day, [...(byDay.get(day) ?? []), { known, n: block.n[r]! }])
  }
  return [...byDay].flatMap(([day, deltas]) => {
    deltas.sort((a, b) => a.known - b.known)
    let total = 0
    return deltas.flatMap((delta, i) => {
      total += delta.n
      const next = deltas[i + 1]?.known ?? DAY_MAX
      return total > 0 && next > delta.known ? [{ day, from: delta.known, to: next === DAY_MAX ? next : next - 1 }] : []
    })
  })
}

function activeOn({ windows }: UserScope, { window }: UserConsumer, pieces: readonly Piece[]): Uint8Array {
  const active = new Uint8Array(windows.to - windows.from + 1)
  for (const piece of pieces) {
    const first = Math.max(piece.day + window.offset, piece.from, windows.from)
    const last = Math.min(lastVisible(window, piece.day, windows.calendar), piece.to, windows.to)
    if (first <= last) active.fill(1, first - windows.from, last - windows.from + 1)
  }
  return active
}

function countPersons(
  scope: UserScope,
  { node, roleSet }: UserConsumer,
  given: { group: Group; days: readonly Uint8Array[] },
): void {
  const { from, to } = scope.windows
  const diff = scope.gathered[node]!
  for (const era of given.group.eras) {
    for (const person of new Set(era.personOf)) {
      const parts = given.days.filter((_, i) => era.personOf[i] === person)
      const spans = roleSet < 0 ? null : (scope.spansOf[roleSet]!.get(person) ?? [])
      for (let day = Math.max(era.from, from); day <= Math.min(era.to, to); day++) {
        const active = parts.some((part) => part[day - from] === 1)
        const counts = spans === null || spans.some((span) => span.from <= day && day <= span.to)
        if (active && counts) addSpan(diff, scope.windows, { first: day, last: day, amount: 1 })
      }
    }
  }
}
