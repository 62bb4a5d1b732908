import { type Day, MS_PER_DAY } from '../../../core/time.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import type { FactDeltas } from './fact-deltas.ts'
import type { PlacedMove } from './placed-move.ts'
import { addFact, beginDay, ROWS_MAX, type RunningDay, rowsHeld } from './running-day.ts'
import type { EncodedEvents } from './write-events.ts'

export type StoredBatch = {
  readonly columns: EncodedEvents
  readonly deltas: FactDeltas
  readonly moves: readonly PlacedMove[]
}

/** Takes in a batch that was stored; the one before it is added up. */
export function followBatch(running: RunningDay, batch: ApplyBatch, { columns, deltas, moves }: StoredBatch): void {
  addLast(running)
  const latest = later(columns.knownDay.reduce(later, 0), moves.map(({ knownDay }) => knownDay).reduce(later, 0))
  if (latest > running.newest) {
    running.newest = latest
    beginDay(running, latest)
  }
  if (running.day === null) return
  noteUnusual(running, batch, { columns, moves })
  running.last = { log: batch.log, deltas }
}

const later = (one: Day, other: Day): Day => Math.max(one, other)

function addLast(running: RunningDay): void {
  const { last, day } = running
  running.last = null
  if (last === null) return
  const { log, deltas } = last
  for (let row = 0; row < deltas.rows; row++)
    if (deltas.knownDay[row] === day && deltas.account[row] !== 0) addFact(running, log, { from: deltas, row })
  if (rowsHeld(running) > ROWS_MAX) beginDay(running, null)
}

function noteUnusual(
  { day, unusual }: RunningDay,
  batch: ApplyBatch,
  { columns, moves }: Pick<StoredBatch, 'columns' | 'moves'>,
): void {
  const { knownAt } = batch.events
  const { ts, account, knownDay } = columns
  for (let row = 0; row < ts.length; row++) {
    if (knownAt[row]! - ts[row]! > MS_PER_DAY && knownDay[row] === day) unusual.add(account[row]!)
  }
  for (const move of moves) for (const account of [move.from, move.to]) unusual.add(account)
}
