import type { Millis } from '../../../core/time.ts'
import type { ApplyBatch, ChangingTable } from '../analytic-store.ts'
import { type Changes, noteChange } from './changes.ts'
import type { StoredBatch } from './follow-batch.ts'
import { EVERYBODY } from './placed-move.ts'
import type { StoreContext } from './store-context.ts'

type Noted = {
  readonly written: StoredBatch
  /** The last actor there was before it. */
  readonly known: number
  /** Accounts whose timelines it changed. */
  readonly retimed: Int32Array
}

/** Notes how far back a committed batch reaches in each table, and which accounts it is about. */
export function noteBatch(
  { keys, changes }: Pick<StoreContext, 'keys' | 'changes'>,
  batch: ApplyBatch,
  { written, known, retimed }: Noted,
): void {
  const { columns, moves } = written
  changes.batches += 1
  if (moves.length > 0) changes.rewritten = changes.batches
  for (const account of written.columns.account) changes.ofAccount.set(account, changes.batches)
  for (const account of retimed) changes.ofAccount.set(account, changes.batches)
  changes.known ??= known
  const idOf = (key: string): number => keys.actor.ids.get(key)!
  makeRoom(changes, keys.actor.committed)
  for (let row = 0; row < columns.ts.length; row++) noteBeginning(changes, columns.actor[row]!, columns.ts[row]!)
  for (const { of, subject, from } of batch.traits) if (of === 'person') noteBeginning(changes, idOf(subject), from)
  for (const { person, from } of batch.memberships) noteBeginning(changes, idOf(person), from)
  const note = (table: ChangingTable, reached: readonly Millis[]): void => {
    const from = earliestOf(reached)
    if (from < Number.POSITIVE_INFINITY) noteChange(changes, table, from)
  }
  const moved = moves.map(({ actor, tsFrom }) =>
    actor === EVERYBODY ? tsFrom : Math.max(tsFrom, beginningOf(changes, actor)),
  )
  note('event', [earliestOf(columns.ts), ...moved])
  const joined = batch.links.map(({ actor }) => beginningOf(changes, idOf(actor)))
  note('link', joined)
  note(
    'membership',
    batch.memberships.map(({ from }) => from),
  )
  note(
    'trait',
    batch.traits.map(({ from }) => from),
  )
  note(
    'subscription',
    batch.subscriptions.map(({ from }) => from),
  )
  // A day that closes changes nothing that was.
  const records = batch.controls.filter(({ kind }) => kind !== 'day_closed')
  note(
    'control',
    records.map(() => Number.NEGATIVE_INFINITY),
  )
}

function earliestOf(instants: ArrayLike<Millis>): Millis {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < instants.length; i++) if (instants[i]! < least) least = instants[i]!
  return least
}

/** The first that was told of an actor; of those that were there before the store was opened nobody knows. */
function beginningOf({ known, began }: Changes, actor: number): Millis {
  return actor > known! ? began[actor - known! - 1]! : Number.NEGATIVE_INFINITY
}

function makeRoom({ known, began }: Changes, last: number): void {
  while (known! + began.length < last) began.push(Number.POSITIVE_INFINITY)
}

function noteBeginning({ known, began }: Changes, actor: number, ts: Millis): void {
  const at = actor - known! - 1
  if (at >= 0 && ts < began[at]!) began[at] = ts
}
