import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { counts } from '../../store/analytic/counting-sql.ts'
import { listOf, sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** Sent by one person within so long, two names are told of as sent together. */
const TOGETHER_MS = 2_000
/** What is long past is counted by so many days, what is late by the day: something that comes in has a day counted again. */
const BLOCK_MS = 28 * MS_PER_DAY

/** How often two facts came together in a stretch of time: `a b` by their ids, the smaller first. */
type Pairs = ReadonlyMap<string, number>
type Stretch = { readonly from: Millis; readonly to: Millis }

/** What was counted of stretches of time, each as of a batch, for some facts. */
export type CountedTogether = {
  facts: string
  readonly byStretch: Map<string, { readonly batch: number; readonly pairs: Pairs }>
}

export function noneTogether(): CountedTogether {
  return { facts: '', byStretch: new Map() }
}

export type TogetherAsked = {
  readonly facts: readonly number[]
  /** The first and the last event of all. */
  readonly span: { readonly first: Millis; readonly last: Millis }
  /** The number of batches so far, and of the last one that told of what was before an instant. */
  readonly batch: number
  readonly lastChange: (before: Millis) => number
}

/** How often two of the facts came one after the other from one actor within two seconds; only stretches of which something was told since are counted again. */
export async function countTogether(
  store: ReportSource['store'],
  kept: CountedTogether,
  { facts, span, batch, lastChange }: TogetherAsked,
): Promise<Pairs> {
  const total = new Map<string, number>()
  if (facts.length < 2) return total
  const key = [...facts].sort((a, b) => a - b).join(' ')
  if (kept.facts !== key) kept.byStretch.clear()
  kept.facts = key
  const stretches = stretchesOf(span)
  const names = new Set(stretches.map(nameOf))
  for (const name of kept.byStretch.keys()) if (!names.has(name)) kept.byStretch.delete(name)
  for (const stretch of stretches) {
    const known = kept.byStretch.get(nameOf(stretch))
    const holds = known !== undefined && lastChange(stretch.to) <= known.batch
    const counted = holds ? known : { batch, pairs: await countWithin(store, facts, stretch) }
    kept.byStretch.set(nameOf(stretch), counted)
    for (const [pair, times] of counted.pairs) total.set(pair, (total.get(pair) ?? 0) + times)
  }
  return total
}

function nameOf({ from, to }: Stretch): string {
  return `${from} ${to}`
}

/** Blocks up to the one of the last event, and of that one the days. */
function stretchesOf({ first, last }: TogetherAsked['span']): Stretch[] {
  const stretches: Stretch[] = []
  const block = Math.floor(last / BLOCK_MS) * BLOCK_MS
  for (let from = Math.floor(first / BLOCK_MS) * BLOCK_MS; from < block; from += BLOCK_MS)
    stretches.push({ from, to: from + BLOCK_MS })
  for (let from = block; from <= last; from += MS_PER_DAY) stretches.push({ from, to: from + MS_PER_DAY })
  return stretches
}

/** A pair is of the stretch of its second event; the first may lie before it. */
async function countWithin(
  store: ReportSource['store'],
  facts: readonly number[],
  { from, to }: Stretch,
): Promise<Pairs> {
  const statement = sql`
    -- names that one person sent within two seconds
    WITH sent AS (
      SELECT
        fact, ts,
        lag(fact) OVER each AS earlier,
        lag(ts) OVER each AS earlier_ts
      FROM event
      WHERE fact IN (${listOf(facts)}) AND ${counts(sql`flags`)} AND ts >= ${from - TOGETHER_MS} AND ts < ${to}
      WINDOW each AS (PARTITION BY actor ORDER BY ts, seq)
    )
    SELECT least(fact, earlier) AS one, greatest(fact, earlier) AS other, count(*)::DOUBLE AS times
    FROM sent
    WHERE earlier <> fact AND ts - earlier_ts <= ${TOGETHER_MS} AND ts >= ${from}
    GROUP BY ALL
  `
  const found = new Map<string, number>()
  for await (const block of store.report({ statement })) {
    const [one, other, times] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let i = 0; i < block.rows; i++) found.set(`${one[i]} ${other[i]}`, times[i]!)
  }
  return found
}
