import type { Day, Millis } from '../core/time.ts'
import type { FactBlock } from '../store/analytic/rows.ts'

/** A day on which one of some facts was so: the first moment of it, and the day since which that is known. */
export type HappenedDay = { readonly day: Day; readonly first: Millis; readonly knownDay: Day }
export type FactRows = { readonly block: FactBlock; readonly start: number; readonly end: number }

/** The days on which any of the facts was so, as known by the end of a day, in order. Counts that moved away again leave no day. */
export function listHappenedDays(
  { block, start, end }: FactRows,
  { facts, knownBy }: { readonly facts: ReadonlySet<number>; readonly knownBy: Day },
): HappenedDay[] {
  const days = new Map<Day, number[]>()
  for (let row = start; row < end; row++) {
    if (!facts.has(block.fact[row]!) || block.knownDay[row]! > knownBy) continue
    const own = days.get(block.day[row]!)
    if (own === undefined) days.set(block.day[row]!, [row])
    else own.push(row)
  }
  return [...days].flatMap(([day, rows]) => tellDay(block, day, rows) ?? []).sort((a, b) => a.day - b.day)
}

type Told = { n: number; first: Millis }

function tellDay({ fact, actor, knownDay, n, supersedes, firstTs }: FactBlock, day: Day, rows: readonly number[]) {
  const byKey = new Map<string, Told>()
  let total = 0
  let since: Day | null = null
  for (const row of rows.toSorted((a, b) => knownDay[a]! - knownDay[b]! || a - b)) {
    const key = `${fact[row]} ${actor[row]}`
    const before = byKey.get(key) ?? { n: 0, first: Number.POSITIVE_INFINITY }
    const first = supersedes[row] === 1 ? firstTs[row]! : Math.min(before.first, firstTs[row]!)
    byKey.set(key, { n: before.n + n[row]!, first })
    total += n[row]!
    if (total <= 0) since = null
    else since ??= Math.max(day, knownDay[row]!)
  }
  if (since === null) return null
  const left = [...byKey.values()].filter((told) => told.n > 0)
  return { day, first: Math.min(...left.map(({ first }) => first)), knownDay: since }
}
