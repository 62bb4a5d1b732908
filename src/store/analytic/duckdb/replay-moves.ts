import { sql } from '../../sql.ts'
import { flagsApplied } from '../counting-sql.ts'
import { readRows, run } from './connection.ts'
import { correctAttribution } from './correct-attribution.ts'
import { knowInOrder, makeMovedOn } from './know-in-order.ts'
import type { PlacedMove } from './placed-move.ts'
import type { StoreContext } from './store-context.ts'

/** Puts every event back where it was first applied and obeys all stored moves again: used where facts are computed anew. */
export async function replayMoves(context: StoreContext): Promise<void> {
  const moves = await readMoves(context)
  if (moves.length === 0) return
  await run(
    context.writer,
    sql`
      -- attribution as first applied
      UPDATE event
      SET account = account_applied, account_day = known_day, flags = ${flagsApplied(sql`flags`)}
      WHERE account <> account_applied OR account_day <> known_day OR flags <> ${flagsApplied(sql`flags`)}
    `,
  )
  await correctAttribution(context, knowInOrder(makeMovedOn(), moves))
}

async function readMoves(context: StoreContext): Promise<readonly PlacedMove[]> {
  const rows = await readRows(
    context.writer,
    sql`
      -- moves in the order applied
      SELECT seq, n, known_at, actor, from_account, to_account, from_ts, to_ts, keyless_only, known_day
      FROM move
      ORDER BY seq, rowid
    `,
  )
  return rows.map((row) => ({
    ...{ seq: row.seq as number, n: row.n as number, knownAt: row.known_at as number },
    actor: row.actor as number,
    from: row.from_account as number,
    to: row.to_account as number,
    tsFrom: row.from_ts as number,
    tsTo: row.to_ts as number,
    which: row.keyless_only as number,
    knownDay: row.known_day as number,
  }))
}
