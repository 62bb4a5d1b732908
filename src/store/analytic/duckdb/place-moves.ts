import { listOf, sql } from '../../sql.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import { MOVE } from '../attribution-move.ts'
import { FLAG } from '../event-flags.ts'
import { appendColumns } from './append-columns.ts'
import { readRows } from './connection.ts'
import { internKey } from './dictionaries.ts'
import { EVERYBODY, NOWHERE, type PlacedMove } from './placed-move.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'
import { placeColumns } from './write-timelines.ts'

/** Gives a batch's moves their ids and known days. Its events must have been written. */
async function placeMoves(context: StoreContext, batch: ApplyBatch, seqBase: number): Promise<readonly PlacedMove[]> {
  const { account, actor } = context.keys
  const moves = batch.moves.map(
    (move): PlacedMove => ({
      ...{ n: move.n, knownAt: move.knownAt },
      seq: seqBase + (move.n - batch.after),
      actor: move.actor === '' ? EVERYBODY : internKey(actor, move.actor),
      from: move.from === null ? 0 : internKey(account, move.from),
      to: move.to === null ? 0 : internKey(account, move.to),
      tsFrom: move.tsFrom,
      tsTo: move.tsTo,
      which: MOVE[move.which] | (move.excluded ? MOVE.excluded : 0),
      knownDay: knownDayOf(context, move.knownAt),
    }),
  )
  return moves.some(isOfPerson) ? placePersons(context, moves) : moves
}

const isOfPerson = ({ which }: PlacedMove): boolean => (which & MOVE.person) !== 0

/** Which bits of the flags a move clears, and which it sets. */
export function flagsOf({ which }: PlacedMove): { readonly cleared: number; readonly set: number } {
  const cleared = (which & MOVE.person) === 0 ? FLAG.excludedAccount : FLAG.excludedPerson
  return { cleared, set: (which & MOVE.excluded) === 0 ? 0 : cleared }
}

/** Of an actor who counts no longer, or again: one in each account that its events are in, or may have come to by the moves before. */
async function placePersons(context: StoreContext, moves: readonly PlacedMove[]): Promise<readonly PlacedMove[]> {
  const actors = [...new Set(moves.filter(isOfPerson).map(({ actor }) => actor))]
  const rows = await readRows(
    context.writer,
    sql`
      -- where some actors left events
      SELECT DISTINCT actor, account FROM event WHERE actor IN (${listOf(actors)})
    `,
  )
  const accountsOf = new Map(actors.map((actor) => [actor, new Set<number>()]))
  for (const row of rows) accountsOf.get(row.actor as number)!.add(row.account as number)
  // Who left nothing anywhere yet is told of all the same: what is told later is known no earlier.
  for (const accounts of accountsOf.values()) if (accounts.size === 0) accounts.add(NOWHERE)
  return moves.flatMap((move) => {
    if (isOfPerson(move)) return Array.from(accountsOf.get(move.actor)!, (to) => ({ ...move, from: to, to }))
    for (const actor of move.actor === EVERYBODY ? actors : [move.actor]) {
      const known = accountsOf.get(actor)
      if (known?.has(move.from)) known.add(move.to)
    }
    return [move]
  })
}

/** Appends the moves as they came: a rebuild obeys them again. */
export async function writeMoves(
  context: StoreContext,
  batch: ApplyBatch,
  seqBase: number,
): Promise<readonly PlacedMove[]> {
  const moves = await placeMoves(context, batch, seqBase)
  const { last } = context
  for (const { knownDay } of moves) last.moveDay = Math.max(last.moveDay, knownDay)
  await appendColumns(context.writer, { table: 'move', rows: moves.length }, [
    ...placeColumns(context, batch, seqBase)(moves),
    { kind: 'int', values: moves.map((move) => move.actor) },
    { kind: 'int', values: moves.map((move) => move.from) },
    { kind: 'int', values: moves.map((move) => move.to) },
    { kind: 'bigint', values: moves.map((move) => boundedTs(move.tsFrom)) },
    { kind: 'bigint', values: moves.map((move) => boundedTs(move.tsTo)) },
    { kind: 'int', values: moves.map((move) => move.which) },
  ])
  return moves
}

/** Open ends come as infinities; a BIGINT has none. */
export function boundedTs(ts: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, ts))
}
