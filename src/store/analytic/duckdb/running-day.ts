import type { Day } from '../../../core/time.ts'
import type { FactsOfLog } from '../analytic-store.ts'
import type { FactBlock } from '../rows.ts'
import { addDelta, type FactDeltas, makeDeltas } from './fact-deltas.ts'

/**
 * What became known on the latest known day, added up by log, fact, account, actor and day: all batches but the last one, which a tick judges event by event.
 * In the store it would be looked for among all that came in on the day.
 */
export type RunningDay = {
  /** null: not followed, since not everything that became known on the day would be here. */
  day: Day | null
  /** Latest known day of any event or move. */
  newest: Day
  readonly logs: Map<string, DayOfLog>
  /** Accounts of which more is to be told than daily counts: an event that came a day late, or moved. */
  readonly unusual: Set<number>
  last: { readonly log: string; readonly deltas: FactDeltas } | null
}

/** Some 100 MB. A day with more is read from the store. */
export const ROWS_MAX = 1_000_000

/** `rowsOf`: the rows of each account. */
type DayOfLog = { readonly facts: FactDeltas; readonly rowsOf: Map<number, number[]> }

export function makeRunningDay(): RunningDay {
  return { day: null, newest: Number.POSITIVE_INFINITY, last: null, logs: new Map(), unusual: new Set() }
}

/** Begins to follow a day of which nothing is known yet; null: follows none. */
export function beginDay(running: RunningDay, day: Day | null): void {
  Object.assign(running, { day, last: null })
  running.logs.clear()
  running.unusual.clear()
}

/** Of the day, by log, each in ascending order of days; null: read the events of the account instead. */
export function factsBefore(
  { day, logs, unusual, last }: RunningDay,
  of: { readonly day: Day; readonly log: string; readonly account: number },
): readonly FactsOfLog[] | null {
  if (day !== of.day || (last !== null && last.log !== of.log) || unusual.has(of.account)) return null
  return [...logs].flatMap(([log, { facts, rowsOf }]) => {
    const rows = rowsOf.get(of.account)
    return rows === undefined ? [] : [{ log, block: toBlock(facts, rows) }]
  })
}

function toBlock(facts: FactDeltas, of: readonly number[]): FactBlock {
  const rows = Int32Array.from(of).sort((a, b) => facts.day[a]! - facts.day[b]!)
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

/** Adds a row of a log's facts, which are all later than those of the same key that are here. */
export function addFact(
  { logs }: RunningDay,
  log: string,
  { from, row }: { readonly from: FactDeltas; readonly row: number },
): void {
  const known = logs.get(log)
  const { facts, rowsOf } = known ?? { facts: makeDeltas(), rowsOf: new Map<number, number[]>() }
  if (known === undefined) logs.set(log, { facts, rowsOf })
  const before = facts.rows
  const at = addDelta(facts, from, row)
  if (at < before) return
  const account = facts.account[at]!
  const rows = rowsOf.get(account)
  if (rows === undefined) rowsOf.set(account, [at])
  else rows.push(at)
}

/** Rows of all logs. */
export function rowsHeld({ logs }: RunningDay): number {
  let rows = 0
  for (const { facts } of logs.values()) rows += facts.rows
  return rows
}
