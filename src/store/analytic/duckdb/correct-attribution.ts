import { type Sql, sql } from '../../sql.ts'
import { appendColumns } from './append-columns.ts'
import { readRows, run } from './connection.ts'
import { addToDeltas, type FactDeltas, makeDeltas } from './fact-deltas.ts'
import { boundedTs, EVERYBODY, type PlacedMove } from './place-moves.ts'
import { readFactEvents } from './read/read-fact-events.ts'
import { pairOf, type StoreContext } from './store-context.ts'
import { eachFactOf, writeDeltas } from './write-deltas.ts'
import { writeSuperseding } from './write-superseding.ts'

/**
 * Moves events between accounts after the fact: negative deltas under the old account, positive ones under the new, both known on the
 * day of the move; times and gauge values that cannot be subtracted are read again from the events that stay.
 */
export async function correctAttribution(context: StoreContext, moves: readonly PlacedMove[]): Promise<void> {
  for (const wave of wavesOf(inOrderOfKnowledge(context, moves))) await moveWave(context, wave)
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

/** What a later move of an actor, or of everybody, says is never known before what the earlier one said. */
function inOrderOfKnowledge({ movedOn }: StoreContext, moves: readonly PlacedMove[]): readonly PlacedMove[] {
  return moves.map((move) => {
    let { knownDay } = move
    const earlier = move.actor === EVERYBODY ? movedOn.values() : [movedOn.get(move.actor), movedOn.get(EVERYBODY)]
    for (const day of earlier) if (day !== undefined && day > knownDay) knownDay = day
    movedOn.set(move.actor, knownDay)
    return { ...move, knownDay }
  })
}

const isOfEverybody = (wave: readonly PlacedMove[]): boolean => wave[0]?.actor === EVERYBODY

async function moveWave(context: StoreContext, wave: readonly PlacedMove[]): Promise<void> {
  await stageMoves(context, wave)
  const { gained, lost } = await addMoved(context, wave)
  await rewriteAccounts(context, wave)
  if (gained.rows === 0) return
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
    { kind: 'int', values: wave.map((move) => (move.keylessOnly ? 1 : 0)) },
    { kind: 'int', values: wave.map((move) => move.knownDay) },
    { kind: 'bigint', values: wave.map((move) => move.seq) },
    { kind: 'int', values: wave.map((move) => move.noAccount) },
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
`

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
    from: sql`event JOIN moving ON ${movedIn(wave)} WHERE ${range} AND event.flags & 2 = 0`,
    extra: sql`moving.from_account`,
  })
  for await (const { event, extra, properties } of events) {
    eachFactOf(context, event, {
      properties,
      visit: (key, part) => {
        addToDeltas(gained, key, part)
        addToDeltas(lost, { ...key, account: extra }, { ...part, sign: -1 })
        context.corrected.add(pairOf(extra, key.actor))
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
      -- the moved events belong to their new account, from the day the move is known
      UPDATE event
      SET account = moving.to_account,
          no_account = moving.no_account,
          account_day = greatest(moving.known_day, event.account_day)
      FROM moving
      WHERE ${movedIn(wave)} AND ${range}
    `,
  )
}
