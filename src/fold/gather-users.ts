import type { Day } from '../core/time.ts'
import type { RowSource } from './fill-lanes.ts'
import type { UserPass } from './fold-plan.ts'
import { lastVisible, type WindowScope } from './fold-windows.ts'
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
  /** Latest active day by lane and person; grows. */
  readonly latest: { days: Int32Array }
}

/** The one span of each person, at `role set × stride + slot`; from > to: none. Who has several is counted with the groups. */
export type Clips = { readonly stride: number; readonly from: Int32Array; readonly to: Int32Array }

/**
 * Counts each person once per window. Rows come in the order in which they become visible, so that a row adds only the days past those that an earlier row
 * of the same person already covers: one comparison for most rows.
 */
export function gatherUsers(scope: UserScope, pass: UserPass, source: RowSource): void {
  const { block, report, to } = source
  const { fact, n, actor } = block
  const { size, starts, lanes } = pass.index
  const { slotOf } = scope
  const { personOf } = scope
  const persons = personOf.length
  const latest = clearLatest(scope, pass.lanes.length * persons)
  const order = orderByVisibility(source, pass.offset)
  const rows = source.end - source.start
  for (let i = 0; i < rows; i++) {
    const r = order === null ? source.start + i : order[i]!
    const f = fact[r]!
    if (f >= size || n[r]! <= 0 || starts[f] === starts[f + 1]) continue
    const person = personOf[slotOf[actor[r]!]! - 1]!
    const day = block.day[r]!
    const known = report ? day : block.knownDay[r]!
    if (person < 0 || known > to || day + pass.offset > to) continue
    for (let j = starts[f]!; j < starts[f + 1]!; j++) {
      const at = lanes[j]! * persons + person
      const before = latest[at]!
      if (day <= before) continue
      latest[at] = day
      gatherDay(scope, pass, { lane: lanes[j]!, person, day, known, before })
    }
  }
}

type NewDay = {
  readonly lane: number
  readonly person: number
  readonly day: Day
  readonly known: Day
  /** The person's latest active day so far. */
  readonly before: Day
}

/** Adds the person, for every window over the lane, on the days that their earlier rows do not cover. */
function gatherDay(scope: UserScope, pass: UserPass, found: NewDay): void {
  const { rolling, others } = pass.lanes[found.lane]!
  const { person, before } = found
  const visible = Math.max(found.day + pass.offset, found.known)
  for (let i = 0; i < rolling.nodes.length; i++) {
    const reach = pass.offset + rolling.days[i]!
    const first = visible < before + reach ? before + reach : visible
    const last = found.day + reach - 1
    gatherSpan(scope, person, { node: rolling.nodes[i]!, roleSet: rolling.roleSets[i]!, first, last })
  }
  const { calendar } = scope.windows
  for (const { node, roleSet, window } of others) {
    const covered = before === LONG_AGO ? LONG_AGO : lastVisible(window, before, calendar)
    const first = visible > covered ? visible : covered + 1
    gatherSpan(scope, person, { node, roleSet, first, last: lastVisible(window, found.day, calendar) })
  }
}

type NewSpan = { readonly node: number; readonly roleSet: number; readonly first: Day; readonly last: Day }

/** Only judged days count and, for members, only days of the membership. */
function gatherSpan({ windows, clips, gathered }: UserScope, person: number, span: NewSpan): void {
  let first = span.first > windows.from ? span.first : windows.from
  let last = span.last < windows.to ? span.last : windows.to
  if (span.roleSet >= 0) {
    const at = span.roleSet * clips.stride + person
    if (clips.from[at]! > first) first = clips.from[at]!
    if (clips.to[at]! < last) last = clips.to[at]!
  }
  if (first > last) return
  const diff = gathered[span.node]!
  diff[first - windows.from]! += 1
  diff[last - windows.from + 1]! -= 1
}

function clearLatest(scope: UserScope, size: number): Int32Array {
  if (scope.latest.days.length < size) scope.latest.days = new Int32Array(size * 2)
  scope.latest.days.fill(LONG_AGO, 0, size)
  return scope.latest.days
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
