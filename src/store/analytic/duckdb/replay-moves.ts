import { sql } from '../../sql.ts'
import { NO_ACCOUNT } from '../event-flags.ts'
import { readRows, run } from './connection.ts'
import { correctAttribution } from './correct-attribution.ts'
import type { PlacedMove } from './place-moves.ts'
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
      SET account = account_applied, account_day = known_day
      WHERE account <> account_applied OR account_day <> known_day
    `,
  )
  await correctAttribution(context, moves)
}

async function readMoves(context: StoreContext): Promise<readonly PlacedMove[]> {
  const rows = await readRows(
    context.writer,
    sql`
      -- moves in the order applied
      SELECT seq, actor, from_account, to_account, from_ts, to_ts, keyless_only, known_day
      FROM move
      ORDER BY seq, rowid
    `,
  )
  return rows.map((row) => ({
    seq: row.seq as number,
    actor: row.actor as number,
    from: row.from_account as number,
    to: row.to_account as number,
    tsFrom: row.from_ts as number,
    tsTo: row.to_ts as number,
    keylessOnly: row.keyless_only === 1,
    knownDay: row.known_day as number,
    noAccount: row.to_account === 0 ? NO_ACCOUNT.several_accounts : 0,
  }))
}
