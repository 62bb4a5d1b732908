import type { Measure } from '../../../../config/model.ts'
import { id, joinSql, sql } from '../../../sql.ts'
import { ARCHIVED_TABLES } from '../archive-tables.ts'
import { readRows } from '../connection.ts'
import { loadKeys } from '../dictionaries.ts'
import { indexMeasure } from '../index-measure.ts'
import { makeMovedOn } from '../know-in-order.ts'
import { EVERYBODY } from '../placed-move.ts'
import { makePresence } from '../presence.ts'
import { makeRecentMessages } from '../recent-messages.ts'
import { beginDay } from '../running-day.ts'
import { pairOf, type StoreContext } from '../store-context.ts'

/** Reads into memory what the hot paths need at hand: dictionaries, positions, measures, who was moved. The rest is filled when it is first needed. */
export async function loadMirror(context: StoreContext): Promise<void> {
  const { writer } = context
  for (const dictionary of Object.values(context.keys)) await loadKeys(writer, dictionary, sql`${id(dictionary.table)}`)
  context.applied.clear()
  for (const row of await readRows(writer, sql`SELECT log, n FROM position`)) {
    context.applied.set(row.log as string, row.n as number)
  }
  await loadCounters(context)
  context.measures.clear()
  for (const row of await readRows(writer, sql`SELECT fact, definition FROM measure ORDER BY fact`)) {
    indexMeasure(context, { fact: row.fact as number, measure: JSON.parse(row.definition as string) as Measure })
  }
  await loadMoves(context)
  Object.assign(context.recent, makeRecentMessages())
  Object.assign(context.presence, makePresence())
  context.reference.day = null
}

async function loadCounters(context: StoreContext): Promise<void> {
  const stored = ARCHIVED_TABLES.map(({ table }) => sql`SELECT max(seq) AS seq FROM ${id(table)}`)
  const [row] = await readRows(
    context.writer,
    sql`
      -- the last stored message, the last write of facts, the latest days of a move and of an event
      SELECT
        (SELECT coalesce(max(seq), 0) FROM (${joinSql(stored, ' UNION ALL ')})) AS seq,
        greatest(
          (SELECT max(chunk) FROM facts_run),
          (SELECT max(chunk) FROM facts_correction),
          (SELECT max(value::INTEGER) FROM meta WHERE key = 'epoch'),
          0
        ) AS chunk,
        (SELECT coalesce(max(known_day), 0) FROM move) AS move_day,
        (SELECT coalesce(max(known_day), 0) FROM (SELECT known_day FROM event UNION ALL SELECT known_day FROM move)) AS newest
    `,
  )
  context.last.seq = row!.seq as number
  context.last.chunk = row!.chunk as number
  context.last.moveDay = row!.move_day as number
  beginDay(context.running, null)
  context.running.newest = row!.newest as number
}

async function loadMoves(context: StoreContext): Promise<void> {
  const { writer, movedOn, corrected } = context
  const days = await readRows(
    writer,
    sql`
      -- the latest day on which a move of an actor became known; of everybody, by all moves up to the last one of everybody
      SELECT actor, max(known_day) AS day FROM move WHERE actor <> ${EVERYBODY} GROUP BY actor
      UNION ALL
      SELECT ${EVERYBODY}, max(known_day) FROM move
      WHERE seq <= (SELECT max(seq) FROM move WHERE actor = ${EVERYBODY})
    `,
  )
  Object.assign(movedOn, makeMovedOn())
  for (const { actor, day } of days as { actor: number; day: number | null }[]) {
    if (day === null) continue
    movedOn.anybody = Math.max(movedOn.anybody, day)
    if (actor === EVERYBODY) movedOn.everybody = day
    else movedOn.ofActor.set(actor, day)
  }
  corrected.clear()
  for (const row of await readRows(writer, sql`SELECT DISTINCT account, actor FROM facts_correction`)) {
    corrected.add(pairOf(row.account as number, row.actor as number))
  }
}
