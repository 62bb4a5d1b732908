import { DAY_MAX, type Day } from '../../core/time.ts'
import type { RowSource } from '../fill-lanes.ts'
import { addSpan, lastVisible } from '../fold-windows.ts'
import type { UserConsumer, UserPass } from '../plan/fold-plan.ts'
import type { UserScope } from './gather-users.ts'
import type { Group } from './list-people.ts'

/** Counts the persons of a group exactly: which of its actors are active on each judged day, then how many persons they are on that day. */
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
      const spans = roleSet < 0 ? null : scope.spansOf(roleSet, person)
      for (let day = Math.max(era.from, from); day <= Math.min(era.to, to); day++) {
        const active = parts.some((part) => part[day - from] === 1)
        const counts = spans === null || spans.some((span) => span.from <= day && day <= span.to)
        if (active && counts) addSpan(diff, scope.windows, { first: day, last: day, amount: 1 })
      }
    }
  }
}
