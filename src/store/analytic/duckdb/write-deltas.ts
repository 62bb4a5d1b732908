import { sql } from '../../sql.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import { LEFT_OUT } from '../event-flags.ts'
import { measurePart } from '../measure-parts.ts'
import { textAt } from '../text-column.ts'
import { appendColumns } from './append-columns.ts'
import { run } from './connection.ts'
import { addToDeltas, type FactDeltas, type FactKeyInts, type FactPart } from './fact-deltas.ts'
import { pairOf, type StoreContext } from './store-context.ts'
import type { EncodedEvents } from './write-events.ts'

/** An event as the facts see it. */
export type FactEvent = FactKeyInts & { readonly ts: number; readonly seq: number; readonly sign: 1 | -1 }

/** How to read the event's properties, and what to do with each of its facts. */
export type FactVisit = {
  readonly properties: () => string | null
  readonly visit: (key: FactKeyInts, part: FactPart) => void
}

/** Calls `visit` for the fact of the event's name and for each measure it counts in. `properties` is only read where there are measures. */
export function eachFactOf(context: StoreContext, event: FactEvent, { properties, visit }: FactVisit): void {
  if (context.countsNames) visit(event, { sign: event.sign, ts: event.ts, seq: event.seq, sum: 0, gauge: Number.NaN })
  if (context.measures.size === 0) return
  const rules = context.measures.get(context.keys.fact.keys[event.fact] as `name:${string}`)
  if (rules === undefined) return
  const parsed: unknown = JSON.parse(properties() ?? 'null')
  for (const { fact, measure } of rules) {
    const part = measurePart(measure, parsed)
    if (part === null) continue
    visit({ ...event, fact }, { sign: event.sign, ts: event.ts, seq: event.seq, sum: part.sum, gauge: part.gauge })
  }
}

export type EncodedBatch = { readonly batch: ApplyBatch; readonly columns: EncodedEvents }

/** Adds up a batch's events into fact deltas. Excluded events make no facts. */
export function addBatch(context: StoreContext, deltas: FactDeltas, { batch, columns }: EncodedBatch): void {
  const { events } = batch
  // One object for all events: keys are copied into the deltas, and a bulk batch would make 100 K short-lived ones.
  const event = { fact: 0, account: 0, actor: 0, day: 0, knownDay: 0, ts: 0, seq: 0, sign: 1 as const }
  let at = 0
  const reading: FactVisit = {
    properties: () => textAt(events.properties, at),
    visit: (key, part) => addToDeltas(deltas, key, part),
  }
  for (at = 0; at < events.rows; at++) {
    if ((events.flags[at]! & LEFT_OUT) !== 0) continue
    event.fact = columns.fact[at]!
    event.account = columns.account[at]!
    event.actor = columns.actor[at]!
    event.day = columns.day[at]!
    event.knownDay = columns.knownDay[at]!
    event.ts = columns.ts[at]!
    event.seq = columns.seq[at]!
    eachFactOf(context, event, reading)
  }
}

/** Appends positive deltas to the run of the day, then lets the superseding rows they belong under take them in. */
export async function writeDeltas(context: StoreContext, deltas: FactDeltas): Promise<void> {
  if (deltas.rows === 0) return
  const chunk = ++context.last.chunk
  await appendFacts(context, { table: 'facts_run', chunk: chunk }, deltas)
  if (context.corrected.size > 0 && touchesCorrected(context, deltas)) await foldIntoCorrections(context, chunk)
}

export async function appendFacts(
  context: StoreContext,
  { table, chunk }: { readonly table: string; readonly chunk: number },
  deltas: FactDeltas,
): Promise<void> {
  await appendColumns(context.writer, { table, rows: deltas.rows }, [
    { kind: 'int', values: deltas.account },
    { kind: 'int', values: deltas.day },
    { kind: 'int', values: deltas.knownDay },
    { kind: 'int', values: deltas.fact },
    { kind: 'int', values: deltas.actor },
    { kind: 'int', values: deltas.n },
    { kind: 'bigint', values: deltas.sum },
    { kind: 'bigint', values: deltas.firstTs },
    { kind: 'bigint', values: deltas.lastTs },
    { kind: 'double', values: deltas.lastValue },
    { kind: 'bigint', values: deltas.lastSeq },
    { kind: 'double', values: deltas.maxValue },
    { kind: 'int', values: new Int32Array(deltas.rows).fill(chunk) },
  ])
}

function touchesCorrected(context: StoreContext, deltas: FactDeltas): boolean {
  for (let row = 0; row < deltas.rows; row++) {
    if (context.corrected.has(pairOf(deltas.account[row]!, deltas.actor[row]!))) return true
  }
  return false
}

/**
 * A superseding row holds the times and gauge values of all events known by its day. An event applied after it but known no later
 * (an import beside live traffic, or simply later the same day) belongs in it too.
 */
async function foldIntoCorrections(context: StoreContext, chunk: number): Promise<void> {
  await run(
    context.writer,
    sql`
      -- take newly written deltas into the superseding rows that must hold them
      UPDATE facts_correction
      SET
        first_ts = least(facts_correction.first_ts, added.first_ts),
        last_value = CASE WHEN added.is_later THEN added.last_value ELSE facts_correction.last_value END,
        last_seq = CASE WHEN added.is_later THEN added.last_seq ELSE facts_correction.last_seq END,
        last_ts = greatest(facts_correction.last_ts, added.last_ts),
        max_value = greatest(facts_correction.max_value, added.max_value)
      FROM (
        SELECT
          c.rowid AS target,
          min(d.first_ts) AS first_ts,
          max(d.last_ts) AS last_ts,
          max(d.max_value) AS max_value,
          arg_max(d.last_value, (d.last_ts, d.last_seq)) AS last_value,
          arg_max(d.last_seq, (d.last_ts, d.last_seq)) AS last_seq,
          any_value(c.last_ts) IS NULL
            OR max((d.last_ts, d.last_seq)) > (any_value(c.last_ts), any_value(c.last_seq)) AS is_later
        FROM facts_correction c
        JOIN facts_run d USING (fact, account, actor, day)
        WHERE d.chunk = ${chunk} AND c.known_day >= d.known_day
        GROUP BY c.rowid
      ) added
      WHERE facts_correction.rowid = added.target
    `,
  )
}
