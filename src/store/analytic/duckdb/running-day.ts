import type { Day } from '../../../core/time.ts'
import type { FactBlock } from '../rows.ts'
import { addDelta, type FactDeltas, makeDeltas } from './fact-deltas.ts'

/**
 * What became known on the latest known day, added up by fact, account, actor and day: the batches of one log but for the last, which a tick judges event by event.
 * In the store it would be looked for among all that came in on the day.
 */
export type RunningDay = {
  /** null: not followed, since not everything that became known on the day would be here. */
  day: Day | null
  /** Latest known day of any event or move. */
  newest: Day
  log: string
  facts: FactDeltas
  /** Rows of each account. */
  readonly rowsOf: Map<number, number[]>
  /** Accounts of which more is to be told than daily counts: an event that came a day late, or from another log, or moved. */
  readonly unusual: Set<number>
  last: FactDeltas | null
}

export function makeRunningDay(): RunningDay {
  return {
    ...{ day: null, newest: Number.POSITIVE_INFINITY, log: '', last: null },
    facts: makeDeltas(),
    rowsOf: new Map(),
    unusual: new Set(),
  }
}

/** Begins to follow a day of which nothing is known yet. */
export function beginDay(running: RunningDay, day: Day | null, log: string): void {
  Object.assign(running, { day, log, facts: makeDeltas(), last: null })
  running.rowsOf.clear()
  running.unusual.clear()
}

/** Of the day and in ascending order of days; null: read the events of the account instead. */
export function factsBefore(
  { day, log, facts, rowsOf, unusual }: RunningDay,
  of: { readonly day: Day; readonly log: string; readonly account: number },
): FactBlock | null {
  if (day !== of.day || log !== of.log || unusual.has(of.account)) return null
  const rows = Int32Array.from(rowsOf.get(of.account) ?? []).sort((a, b) => facts.day[a]! - facts.day[b]!)
  const pick = <T extends Int32Array | Float64Array>(column: T): T => {
    const picked = new (column.constructor as new (length: number) => T)(rows.length)
    for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!
    return picked
  }
  return {
    rows: rows.length,
    account: pick(facts.account),
    fact: pick(facts.fact),
    actor: pick(facts.actor),
    day: pick(facts.day),
    knownDay: pick(facts.knownDay),
    n: pick(facts.n),
    supersedes: new Uint8Array(rows.length),
    sum: pick(facts.sum),
    firstTs: pick(facts.firstTs),
    lastTs: pick(facts.lastTs),
    lastValue: pick(facts.lastValue),
    maxValue: pick(facts.maxValue),
  }
}

/** Adds a row of other facts, which are all later than those of the same key that are here. */
export function addFact({ facts, rowsOf }: RunningDay, from: FactDeltas, row: number): void {
  const before = facts.rows
  const at = addDelta(facts, from, row)
  if (at < before) return
  const account = facts.account[at]!
  const rows = rowsOf.get(account)
  if (rows === undefined) rowsOf.set(account, [at])
  else rows.push(at)
}
