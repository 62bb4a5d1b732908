import type { DuckDBConnection } from '@duckdb/node-api'
import { type Sql, sql } from '../../sql.ts'
import { inTransaction, readRows, run } from './connection.ts'
import { writeMeta } from './meta.ts'
import { letGoOfRecent } from './recent-messages.ts'
import type { StoreContext } from './store-context.ts'
import { enqueueWrite } from './write-queue.ts'

const RUN_SHARE = 0.05

/**
 * Merges the runs into the base, sorted by (account, day, known day), when they exceed 5 % of it. The new base is built beside the old
 * one while batches go on being applied; only the exchange waits for the writer. Superseding rows stay apart: they are few and change.
 */
export function compactFacts(context: StoreContext, options: { readonly force?: boolean } = {}): Promise<void> {
  return enqueueWrite(context.merges, () => mergeRuns(context, options.force === true))
}

/** The merge itself, for one whose turn among the merges it is already. */
export async function mergeRuns(context: StoreContext, force: boolean): Promise<void> {
  // Between two batches, so that every run up to this chunk is committed.
  const upTo = await enqueueWrite(context.queue, async () => context.last.chunk)
  const builder = await context.instance.connect()
  try {
    if (!(await worthMerging(builder, upTo, force))) return
    if (context.yieldsToMerge) await enqueueWrite(context.queue, async () => letGoOfRecent(context.recent))
    await run(builder, sql`DROP TABLE IF EXISTS facts_next`)
    await run(builder, mergeSql(upTo))
  } finally {
    builder.closeSync()
  }
  await enqueueWrite(context.queue, () => exchange(context, upTo))
}

async function worthMerging(connection: DuckDBConnection, upTo: number, force: boolean): Promise<boolean> {
  const [sizes] = await readRows(
    connection,
    sql`
      SELECT (SELECT count(*) FROM facts_base) AS base, (SELECT count(*) FROM facts_run WHERE chunk <= ${upTo}) AS run
    `,
  )
  const { base, run: waiting } = sizes as { base: number; run: number }
  return waiting > 0 && (force || waiting > base * RUN_SHARE)
}

/** Rows of one key and known day become one; the base's are already. */
export function mergeSql(upTo: number): Sql {
  return sql`
    -- base and closed runs as one table in (account, day, known day) order
    CREATE TABLE facts_next AS
    SELECT * FROM facts_base
    UNION ALL
    SELECT
      account, day, known_day, fact, actor,
      sum(n)::INTEGER AS n, sum(sum)::BIGINT AS sum, min(first_ts) AS first_ts, max(last_ts) AS last_ts,
      arg_max(last_value, last_ts::HUGEINT * 4294967296 + last_seq) AS last_value,
      max(last_seq) AS last_seq, max(max_value) AS max_value, max(chunk) AS chunk
    FROM facts_run
    WHERE chunk <= ${upTo}
    GROUP BY account, day, known_day, fact, actor
    ORDER BY account, day, known_day
  `
}

async function exchange(context: StoreContext, upTo: number): Promise<void> {
  const { writer } = context
  await inTransaction(writer, async () => {
    await run(writer, sql`DROP TABLE facts_base`)
    await run(writer, sql`ALTER TABLE facts_next RENAME TO facts_base`)
    await run(writer, sql`DELETE FROM facts_run WHERE chunk <= ${upTo}`)
    await writeMeta(writer, 'epoch', String(upTo))
  })
  await checkpoint(writer)
}

/**
 * DDL is checkpointed at once: replaying it from the write-ahead log is what has made files unopenable. Readers under way can put it
 * off to the next one.
 */
export async function checkpoint(connection: DuckDBConnection): Promise<void> {
  await run(connection, sql`CHECKPOINT`).catch((error: Error) => {
    if (!error.message.includes('Cannot CHECKPOINT')) throw error
  })
}
