import { id, sql } from '../../sql.ts'
import { countedFirst } from '../counting-sql.ts'
import { appendColumns } from './append-columns.ts'
import { computeMeasures } from './backfill-measures.ts'
import { readRows, run } from './connection.ts'
import { replayMoves } from './replay-moves.ts'
import type { StoreContext } from './store-context.ts'

/** Computes all facts anew from the stored events: names in one SQL pass, measures over their own events, then the moves, in order. */
export async function recomputeFacts(context: StoreContext): Promise<void> {
  const { writer } = context
  for (const table of ['facts_base', 'facts_run', 'facts_correction']) await run(writer, sql`DELETE FROM ${id(table)}`)
  context.corrected.clear()
  await run(
    writer,
    sql`
      -- one fact per event name, where each event was first applied
      INSERT INTO facts_base
      SELECT
        account_applied, day, known_day, fact, actor,
        count(*), 0, min(ts), max(ts), NULL, max(seq), NULL, 0
      FROM event
      WHERE ${countedFirst(sql`flags`)}
      GROUP BY account_applied, day, known_day, fact, actor
      ORDER BY account_applied, day, known_day
    `,
  )
  await replayMoves({ ...context, measures: new Map() })
  const rules = new Map([...context.measures.values()].flat().map((rule) => [rule.fact, rule]))
  await computeMeasures(context, [...rules.values()])
}

/** Gives all stored rows the days of the current zone and closing delay. */
export async function recomputeDays(context: StoreContext): Promise<void> {
  await stageZoneDays(context)
  await run(
    context.writer,
    sql`
      -- local days of when it happened and when it was known; the UTC day is off by at most one
      UPDATE event
      SET
        day = happened.day + (event.ts >= happened.ends)::INTEGER - (event.ts < happened.starts)::INTEGER,
        known_day = known.day + (event.known_at - ${context.closeDelayMs} >= known.ends)::INTEGER
          - (event.known_at - ${context.closeDelayMs} < known.starts)::INTEGER
      FROM zone_day happened, zone_day known
      WHERE happened.day = event.ts // 86400000 AND known.day = (event.known_at - ${context.closeDelayMs}) // 86400000
    `,
  )
  for (const table of ['link', 'membership', 'trait', 'subscription', 'move', 'quarantine', 'control']) {
    await run(
      context.writer,
      sql`
        -- local days of when it was known
        UPDATE ${id(table)} AS stored
        SET known_day = known.day + (stored.known_at - ${context.closeDelayMs} >= known.ends)::INTEGER
          - (stored.known_at - ${context.closeDelayMs} < known.starts)::INTEGER
        FROM zone_day known
        WHERE known.day = (stored.known_at - ${context.closeDelayMs}) // 86400000
      `,
    )
  }
}

async function stageZoneDays(context: StoreContext): Promise<void> {
  const rows = await readRows(
    context.writer,
    sql`
      -- UTC days that occur
      SELECT DISTINCT ts // 86400000 AS day FROM event
      UNION
      SELECT DISTINCT (known_at - ${context.closeDelayMs}) // 86400000 FROM (
        SELECT known_at FROM event UNION ALL SELECT known_at FROM link UNION ALL SELECT known_at FROM membership
        UNION ALL SELECT known_at FROM trait UNION ALL SELECT known_at FROM subscription UNION ALL SELECT known_at FROM move
        UNION ALL SELECT known_at FROM quarantine UNION ALL SELECT known_at FROM control
      )
    `,
  )
  const days = rows.map((row) => row.day as number)
  await run(context.writer, sql`DELETE FROM zone_day`)
  await appendColumns(context.writer, { table: 'zone_day', rows: days.length }, [
    { kind: 'int', values: days },
    { kind: 'bigint', values: days.map((day) => context.zone.startOf(day)) },
    { kind: 'bigint', values: days.map((day) => context.zone.startOf(day + 1)) },
  ])
}
