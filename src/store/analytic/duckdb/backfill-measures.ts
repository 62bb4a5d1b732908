import type { DuckDBConnection } from '@duckdb/node-api'
import type { Measure } from '../../../config/model.ts'
import { canonicalJson } from '../../../core/hash.ts'
import { id, listOf, sql } from '../../sql.ts'
import { countedFirst } from '../counting-sql.ts'
import type { MeasureRule } from '../measure-parts.ts'
import { appendColumns } from './append-columns.ts'
import { mergeRuns } from './compact-facts.ts'
import { inTransaction, run } from './connection.ts'
import { forgetNewKeys, internKey, keepNewKeys, writeNewKeys } from './dictionaries.ts'
import { addToDeltas, type FactDeltas, makeDeltas } from './fact-deltas.ts'
import { indexMeasure } from './index-measure.ts'
import { readFactEvents } from './read/read-fact-events.ts'
import { replayMoves } from './replay-moves.ts'
import { beginDay } from './running-day.ts'
import type { StoreContext } from './store-context.ts'
import { appendFacts, eachFactOf } from './write-deltas.ts'
import { enqueueWrite } from './write-queue.ts'

/** Messages whose facts are added up in memory and written at once: at most about 25 MB for a measure. */
const STRETCH = 250_000

/**
 * Adds the facts of measures that are not there yet, from the stored events, under the known days they would have had; then they are
 * live. Batches go on being applied between the stretches; what they bring meanwhile is taken in at the end. A measure counts as there
 * only then: the facts of a backfill that did not come to its end are removed by the next.
 */
export function backfillMeasures(context: StoreContext, measures: readonly Measure[]): Promise<void> {
  return enqueueWrite(context.merges, async () => {
    const known = new Set([...context.measures.values()].flat().map((rule) => rule.measure.key))
    const missing = measures.filter((measure, i) => !known.has(measure.key) && firstOfKey(measures, i))
    if (missing.length === 0) return
    const rules = await inTurn(context, () => prepareFacts(context, missing))
    const only = onlyThese(context, rules)
    const upTo = context.last.seq
    for (let after = 0; after < upTo; after += STRETCH) {
      const deltas = await readStretch(only, { after, upTo: Math.min(upTo, after + STRETCH) })
      await inTurn(context, () => writeFacts(only, deltas))
    }
    // Live before the next batch's turn, or its events would be in neither.
    const makeLive = () => {
      for (const rule of rules) indexMeasure(context, rule)
      beginDay(context.running, null)
    }
    await inTurn(context, () => finishMeasures(context, rules, upTo), makeLive)
    await mergeRuns(context, false)
  })
}

function firstOfKey(measures: readonly Measure[], at: number): boolean {
  return measures.findIndex((measure) => measure.key === measures[at]!.key) === at
}

/** One write of its own between the batches: all of it or nothing. */
function inTurn<T>(context: StoreContext, work: () => Promise<T>, committed?: () => void): Promise<T> {
  return enqueueWrite(context.queue, async () => {
    const before = context.last.chunk
    try {
      const answer = await inTransaction(context.writer, work)
      keepNewKeys(context.keys.fact)
      committed?.()
      return answer
    } catch (error) {
      context.last.chunk = before
      forgetNewKeys(context.keys.fact)
      throw error
    }
  })
}

/** Gives the measures their ids, and removes what an earlier backfill of them left. */
async function prepareFacts(context: StoreContext, measures: readonly Measure[]): Promise<readonly MeasureRule[]> {
  const rules = measures.map((measure) => ({ fact: internKey(context.keys.fact, measure.key), measure }))
  await writeNewKeys(context.writer, context.keys.fact)
  const facts = listOf(rules.map((rule) => rule.fact))
  for (const table of ['facts_base', 'facts_run', 'facts_correction']) {
    await run(context.writer, sql`DELETE FROM ${id(table)} WHERE fact IN (${facts})`)
  }
  return rules
}

/** The context as if there were only these measures; it shares what a write must move on. */
function onlyThese(context: StoreContext, rules: readonly MeasureRule[]): StoreContext {
  const only: StoreContext = { ...context, countsNames: false, measures: new Map() }
  for (const rule of rules) indexMeasure(only, rule)
  return only
}

async function finishMeasures(context: StoreContext, rules: readonly MeasureRule[], after: number): Promise<void> {
  const only = onlyThese(context, rules)
  await addApplied(only, { after, upTo: context.last.seq })
  await replayMoves(only)
  await appendColumns(context.writer, { table: 'measure', rows: rules.length }, [
    { kind: 'int', values: rules.map((rule) => rule.fact) },
    { kind: 'text', values: rules.map((rule) => canonicalJson(rule.measure)) },
  ])
}

/** Computes only these measures, as if they had been there from the start: first every event where it was applied, then the moves. */
export async function computeMeasures(context: StoreContext, rules: readonly MeasureRule[]): Promise<void> {
  if (rules.length === 0) return
  const only = onlyThese(context, rules)
  await addApplied(only, { after: 0, upTo: context.last.seq })
  await replayMoves(only)
}

type Stretch = { readonly after: number; readonly upTo: number }

async function addApplied(context: StoreContext, { after, upTo }: Stretch): Promise<void> {
  for (let from = after; from < upTo; from += STRETCH) {
    await writeFacts(
      context,
      await addStretch(context, context.writer, { after: from, upTo: Math.min(upTo, from + STRETCH) }),
    )
  }
}

/** Reads on a connection of its own: the writer is free meanwhile. */
async function readStretch(context: StoreContext, stretch: Stretch): Promise<FactDeltas> {
  const connection = await context.instance.connect()
  try {
    return await addStretch(context, connection, stretch)
  } finally {
    connection.closeSync()
  }
}

async function addStretch(context: StoreContext, connection: DuckDBConnection, stretch: Stretch): Promise<FactDeltas> {
  const deltas = makeDeltas()
  const facts = [...context.measures.keys()].flatMap((key) => context.keys.fact.ids.get(key) ?? [])
  if (facts.length === 0) return deltas
  const events = readFactEvents(context, connection, {
    account: sql`event.account_applied`,
    knownDay: sql`event.known_day`,
    from: sql`
      event
      WHERE event.seq > ${stretch.after} AND event.seq <= ${stretch.upTo}
        AND ${countedFirst(sql`event.flags`)} AND event.fact IN (${listOf(facts)})
    `,
    extra: sql`0`,
  })
  for await (const { event, properties } of events) {
    eachFactOf(context, event, { properties, visit: (key, part) => addToDeltas(deltas, key, part) })
  }
  return deltas
}

async function writeFacts(context: StoreContext, deltas: FactDeltas): Promise<void> {
  if (deltas.rows > 0) await appendFacts(context, { table: 'facts_run', chunk: ++context.last.chunk }, deltas)
}
