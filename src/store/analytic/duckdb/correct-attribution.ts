import { type Sql, sql } from '../../sql.ts'
import { MOVE } from '../attribution-move.ts'
import { counts } from '../counting-sql.ts'
import { NO_ACCOUNT } from '../event-flags.ts'
import { appendColumns } from './append-columns.ts'
import { readRows, run } from './connection.ts'
import { addToDeltas, type FactDeltas, makeDeltas } from './fact-deltas.ts'
import { boundedTs, flagsOf } from './place-moves.ts'
import { EVERYBODY, type PlacedMove } from './placed-move.ts'
import { readFactEvents } from './read/read-fact-events.ts'
import { pairOf, type StoreContext } from './store-context.ts'
import { eachFactOf, writeDeltas } from './write-deltas.ts'
import { writeSuperseding } from './write-superseding.ts'

/**
 * Moves events between accounts after the fact, by moves that are in order of knowledge: negative deltas under the old account, positive ones under the new, both known on the
 * day of the move; times and gauge values that cannot be subtracted are read again from the events that stay.
 */
export async function correctAttribution(context: StoreContext, moves: readonly PlacedMove[]): Promise<void> {
  for (const wave of wavesOf(moves)) await moveWave(context, wave)
}

/**
 * An actor's moves build on each other, those of different actors do not: the first of each actor, then the second of each … A whole account
 * moves by itself, after all that came before it.
 */
export function wavesOf(moves: readonly PlacedMove[]): readonly (readonly PlacedMove[])[] {
  const waves: PlacedMove[][] = []
  const next = new Map<number, number>()
  let barrier = 0
  for (const move of moves) {
    const wave = move.actor === EVERYBODY ? waves.length : Math.max(barrier, next.get(move.actor) ?? 0)
    next.set(move.actor, wave + 1)
    if (move.actor === EVERYBODY) barrier = wave + 1
    const moving = waves[wave] ?? []
    if (moving.length === 0) waves.push(moving)
    moving.push(move)
  }
  return waves
}

const isOfEverybody = (wave: readonly PlacedMove[]): boolean => wave[0]?.actor === EVERYBODY

async function moveWave(context: StoreContext, wave: readonly PlacedMove[]): Promise<void> {
  await stageMoves(context, wave)
  const { gained, lost } = await addMoved(context, wave)
  await rewriteAccounts(context, wave)
  if (gained.rows + lost.rows === 0) return
  await writeDeltas(context, gained)
  await writeSuperseding(context, lost)
}

async function stageMoves({ writer }: StoreContext, wave: readonly PlacedMove[]): Promise<void> {
  await run(writer, sql`DELETE FROM moving`)
  await appendColumns(writer, { table: 'moving', rows: wave.length }, [
    { kind: 'int', values: wave.map((move) => move.actor) },
    { kind: 'int', values: wave.map((move) => move.from) },
    { kind: 'int', values: wave.map((move) => move.to) },
    { kind: 'bigint', values: wave.map((move) => boundedTs(move.tsFrom)) },
    { kind: 'bigint', values: wave.map((move) => boundedTs(move.tsTo)) },
    { kind: 'int', values: wave.map(({ which }) => which & MOVE.keyless) },
    { kind: 'int', values: wave.map((move) => move.knownDay) },
    { kind: 'bigint', values: wave.map((move) => move.seq) },
    { kind: 'int', values: wave.map((move) => flagsOf(move).cleared) },
    { kind: 'int', values: wave.map((move) => flagsOf(move).set) },
  ])
}

/**
 * Events stored before the move, of its account, actor and time; with `keyless_only`, those that named no account themselves. Not one condition
 * with OR for both kinds of waves: the engine joins by equality of actors, or very slowly.
 */
const movedIn = (wave: readonly PlacedMove[]): Sql => sql`
  event.account = moving.from_account ${isOfEverybody(wave) ? sql`` : sql`AND event.actor = moving.actor`}
  AND event.ts >= moving.from_ts AND event.ts < moving.to_ts AND event.seq < moving.seq
  AND (moving.keyless_only = 0 OR event.flags & 1 = 1)
  AND (moving.from_account <> moving.to_account OR event.flags & moving.cleared <> moving.set)
`
const FLAGS_AFTER = sql`((event.flags & ~moving.cleared) | moving.set)`

/** Bounds of the staged moves as plain numbers: the engine then skips what lies outside without joining it. */
async function rangeOfMoves(context: StoreContext, wave: readonly PlacedMove[]): Promise<Sql> {
  const [range] = await readRows(
    context.writer,
    sql`SELECT min(from_ts) AS low, max(to_ts) AS high, min(actor) AS first, max(actor) AS last FROM moving`,
  )
  const { low, high, first, last } = range as Record<'low' | 'high' | 'first' | 'last', number>
  if (isOfEverybody(wave)) return sql`event.ts >= ${low} AND event.ts < ${high}`
  return sql`event.ts >= ${low} AND event.ts < ${high} AND event.actor BETWEEN ${first} AND ${last}`
}

type Moved = { readonly gained: FactDeltas; readonly lost: FactDeltas }

async function addMoved(context: StoreContext, wave: readonly PlacedMove[]): Promise<Moved> {
  const gained = makeDeltas()
  const lost = makeDeltas()
  const range = await rangeOfMoves(context, wave)
  const events = readFactEvents(context, context.writer, {
    account: sql`moving.to_account`,
    knownDay: sql`greatest(moving.known_day, event.account_day)`,
    from: sql`event JOIN moving ON ${movedIn(wave)} WHERE ${range}`,
    extra: sql`moving.from_account * 4 + (${counts(sql`event.flags`)})::INTEGER * 2 + (${counts(FLAGS_AFTER)})::INTEGER`,
  })
  for await (const { event, extra, properties } of events) {
    const from = Math.floor(extra / 4)
    eachFactOf(context, event, {
      properties,
      visit: (key, part) => {
        if ((extra & 1) !== 0) addToDeltas(gained, key, part)
        if ((extra & 2) === 0) return
        addToDeltas(lost, { ...key, account: from }, { ...part, sign: -1 })
        context.corrected.add(pairOf(from, key.actor))
      },
    })
  }
  return { gained, lost }
}

async function rewriteAccounts(context: StoreContext, wave: readonly PlacedMove[]): Promise<void> {
  const range = await rangeOfMoves(context, wave)
  await run(
    context.writer,
    sql`
      -- the moved events belong to their new account, and count or not, from the day the move is known
      UPDATE event
      SET account = moving.to_account,
          -- A keyless event only loses its account when its person turns out to be in several.
          no_account = CASE
            WHEN moving.from_account = moving.to_account THEN event.no_account
            WHEN moving.to_account = 0 THEN ${NO_ACCOUNT.several_accounts}
            ELSE 0
          END,
          flags = ${FLAGS_AFTER},
          account_day = greatest(moving.known_day, event.account_day)
      FROM moving
      WHERE ${movedIn(wave)} AND ${range}
    `,
  )
}
