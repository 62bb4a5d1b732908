import type { ApplyBatch } from '../analytic-store.ts'
import { NO_ACCOUNT } from '../event-flags.ts'
import { appendColumns } from './append-columns.ts'
import { internKey } from './dictionaries.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'
import { placeColumns } from './write-timelines.ts'

/** The id that stands for every actor: a whole account moves. */
export const EVERYBODY = 0

/** A move with ids, in the order applied. `knownDay` never goes back for one actor. */
export type PlacedMove = {
  readonly seq: number
  readonly actor: number
  readonly from: number
  readonly to: number
  readonly tsFrom: number
  readonly tsTo: number
  readonly keylessOnly: boolean
  readonly knownDay: number
  readonly noAccount: number
}

/** Gives a batch's moves their ids and known days. */
export function placeMoves(context: StoreContext, batch: ApplyBatch, seqBase: number): readonly PlacedMove[] {
  const { account, actor } = context.keys
  return batch.moves.map((move) => {
    return {
      seq: seqBase + (move.n - batch.after),
      actor: move.actor === '' ? EVERYBODY : internKey(actor, move.actor),
      from: move.from === null ? 0 : internKey(account, move.from),
      to: move.to === null ? 0 : internKey(account, move.to),
      tsFrom: move.tsFrom,
      tsTo: move.tsTo,
      keylessOnly: move.which === 'keyless',
      knownDay: knownDayOf(context, move.knownAt),
      // A keyless event only loses its account when its person turns out to be in several.
      noAccount: move.to === null ? NO_ACCOUNT.several_accounts : 0,
    }
  })
}

/** Appends the moves as they came: a rebuild obeys them again. */
export async function writeMoves(context: StoreContext, batch: ApplyBatch, seqBase: number): Promise<void> {
  const { moves } = batch
  const { account, actor } = context.keys
  for (const { knownAt } of moves) context.last.moveDay = Math.max(context.last.moveDay, knownDayOf(context, knownAt))
  await appendColumns(context.writer, { table: 'move', rows: moves.length }, [
    ...placeColumns(context, batch, seqBase)(moves),
    { kind: 'int', values: moves.map((move) => (move.actor === '' ? EVERYBODY : internKey(actor, move.actor))) },
    { kind: 'int', values: moves.map((move) => (move.from === null ? 0 : internKey(account, move.from))) },
    { kind: 'int', values: moves.map((move) => (move.to === null ? 0 : internKey(account, move.to))) },
    { kind: 'bigint', values: moves.map((move) => boundedTs(move.tsFrom)) },
    { kind: 'bigint', values: moves.map((move) => boundedTs(move.tsTo)) },
    { kind: 'int', values: moves.map((move) => (move.which === 'keyless' ? 1 : 0)) },
  ])
}

/** Open ends come as infinities; a BIGINT has none. */
export function boundedTs(ts: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, ts))
}
