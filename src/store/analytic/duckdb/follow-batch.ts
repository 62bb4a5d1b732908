import { type Day, MS_PER_DAY } from '../../../core/time.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import type { FactDeltas } from './fact-deltas.ts'
import type { PlacedMove } from './place-moves.ts'
import { addFact, beginDay, type RunningDay } from './running-day.ts'
import type { EncodedEvents } from './write-events.ts'

/** Some 100 MB. A day with more is read from the store. */
const ROWS_MAX = 1_000_000

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
    beginDay(running, latest, batch.log)
  }
  if (running.day === null) return
  noteUnusual(running, batch, { columns, moves })
  running.last = deltas
}

const later = (one: Day, other: Day): Day => Math.max(one, other)

function addLast(running: RunningDay): void {
  const { last, day } = running
  running.last = null
  if (last === null) return
  for (let row = 0; row < last.rows; row++)
    if (last.knownDay[row] === day && last.account[row] !== 0) addFact(running, last, row)
  if (running.facts.rows > ROWS_MAX) beginDay(running, null, '')
}

function noteUnusual(
  { day, log, unusual }: RunningDay,
  batch: ApplyBatch,
  { columns, moves }: Pick<StoredBatch, 'columns' | 'moves'>,
): void {
  const { knownAt } = batch.events
  const { ts, account, knownDay } = columns
  for (let row = 0; row < ts.length; row++) {
    const isUsual = batch.log === log && knownAt[row]! - ts[row]! <= MS_PER_DAY
    if (!isUsual && knownDay[row] === day) unusual.add(account[row]!)
  }
  for (const move of moves) for (const account of [move.from, move.to]) unusual.add(account)
}
