import type { Measure } from '../../../config/model.ts'
import { canonicalJson } from '../../../core/hash.ts'
import { joinSql, sql } from '../../sql.ts'
import type { MeasureRule } from '../measure-parts.ts'
import { appendColumns } from './append-columns.ts'
import { inTransaction } from './connection.ts'
import { forgetNewKeys, internKey, keepNewKeys, writeNewKeys } from './dictionaries.ts'
import { addToDeltas, type FactDeltas, makeDeltas } from './fact-deltas.ts'
import { indexMeasure } from './index-measure.ts'
import { readFactEvents } from './read-fact-events.ts'
import { replayMoves } from './replay-moves.ts'
import type { StoreContext } from './store-context.ts'
import { appendFacts, eachFactOf } from './write-deltas.ts'

/** Rows added up in memory before they are written: about 90 MB. */
const FLUSH_ROWS = 1_000_000

/** Adds the facts of measures that are not there yet, from the stored events, under the known days they would have had; then they are live. */
export async function backfillMeasures(context: StoreContext, measures: readonly Measure[]): Promise<void> {
  const known = new Set([...context.measures.values()].flat().map((rule) => rule.measure.key))
  const missing = measures.filter((measure, i) => !known.has(measure.key) && firstOfKey(measures, i))
  if (missing.length === 0) return
  const before = context.last.chunk
  try {
    const rules = await inTransaction(context.writer, () => storeMeasures(context, missing))
    keepNewKeys(context.keys.fact)
    for (const rule of rules) indexMeasure(context, rule)
  } catch (error) {
    context.last.chunk = before
    forgetNewKeys(context.keys.fact)
    throw error
  }
}

function firstOfKey(measures: readonly Measure[], at: number): boolean {
  return measures.findIndex((measure) => measure.key === measures[at]!.key) === at
}

async function storeMeasures(context: StoreContext, measures: readonly Measure[]): Promise<readonly MeasureRule[]> {
  const rules = measures.map((measure) => ({ fact: internKey(context.keys.fact, measure.key), measure }))
  await writeNewKeys(context.writer, context.keys.fact)
  await appendColumns(context.writer, 'measure', rules.length, [
    { kind: 'int', values: rules.map((rule) => rule.fact) },
    { kind: 'text', values: rules.map((rule) => canonicalJson(rule.measure)) },
  ])
  await computeMeasures(context, rules)
  return rules
}

/** Computes only these measures, as if they had been there from the start: first every event where it was applied, then the moves. */
export async function computeMeasures(context: StoreContext, rules: readonly MeasureRule[]): Promise<void> {
  if (rules.length === 0) return
  const only: StoreContext = { ...context, countsNames: false, measures: new Map(), movedOn: new Map() }
  for (const rule of rules) indexMeasure(only, rule)
  await addApplied(only)
  await replayMoves(only)
}

async function addApplied(context: StoreContext): Promise<void> {
  const facts = [...context.measures.keys()].flatMap((key) => context.keys.fact.ids.get(key) ?? [])
  if (facts.length === 0) return
  let deltas = makeDeltas()
  const events = readFactEvents(context, context.writer, {
    account: sql`event.account_applied`,
    knownDay: sql`event.known_day`,
    from: sql`event WHERE event.flags & 2 = 0 AND event.fact IN (${joinSql(facts.map((fact) => sql`${fact}`))})`,
    extra: sql`0`,
  })
  const full: FactDeltas[] = []
  for await (const { event, properties } of events) {
    eachFactOf(context, event, properties, (key, part) => addToDeltas(deltas, key, part))
    if (deltas.rows < FLUSH_ROWS) continue
    full.push(deltas)
    deltas = makeDeltas()
  }
  for (const part of [...full, deltas]) await appendFacts(context, 'facts_run', part, ++context.last.chunk)
}
