import { telltaleError } from '../../../core/errors.ts'
import { sql } from '../../sql.ts'
import type { ApplyBatch, ApplyOutcome } from '../analytic-store.ts'
import { inTransaction, run } from './connection.ts'
import { correctAttribution } from './correct-attribution.ts'
import { forgetNewKeys, internKey, keepNewKeys, writeNewKeys } from './dictionaries.ts'
import { makeDeltas } from './fact-deltas.ts'
import { findRetimed } from './find-retimed.ts'
import type { StoredBatch } from './follow-batch.ts'
import { keepMoved, knowInOrder } from './know-in-order.ts'
import { noteBatch } from './note-batch.ts'
import { writeMoves } from './place-moves.ts'
import { makePresence } from './presence.ts'
import { rememberBatch } from './remember-batch.ts'
import type { StoreContext } from './store-context.ts'
import { addBatch, writeDeltas } from './write-deltas.ts'
import { encodeEvents, writeEvents } from './write-events.ts'
import { writeTimelines } from './write-timelines.ts'

/** Stores a batch - events, facts, timelines, moves, position - in one transaction. A batch at or below the applied position is ignored. */
export async function applyBatch(context: StoreContext, batch: ApplyBatch): Promise<ApplyOutcome> {
  const applied = context.applied.get(batch.log) ?? 0
  if (batch.upTo <= applied) return { kept: 0, duplicates: 0, retimed: new Int32Array() }
  if (batch.after !== applied) throw gapInLog(batch, applied)
  const before = { ...context.last }
  const known = context.keys.actor.committed
  try {
    const { retimed, written } = await inTransaction(context.writer, () => storeBatch(context, batch))
    context.applied.set(batch.log, batch.upTo)
    context.last.seq += batch.upTo - batch.after
    for (const dictionary of Object.values(context.keys)) keepNewKeys(dictionary)
    keepMoved(context.movedOn, written.moves)
    noteBatch(context, batch, { written, known, retimed })
    rememberBatch(context, batch, written)
    return { kept: batch.events.rows, duplicates: 0, retimed }
  } catch (error) {
    Object.assign(context.last, before)
    for (const dictionary of Object.values(context.keys)) forgetNewKeys(dictionary)
    // It may have been filled with rows of this batch.
    Object.assign(context.presence, makePresence())
    throw error
  }
}

async function storeBatch(
  context: StoreContext,
  batch: ApplyBatch,
): Promise<{ readonly retimed: Int32Array; readonly written: StoredBatch }> {
  const seqBase = context.last.seq
  internKey(context.keys.log, batch.log)
  const columns = encodeEvents(context, batch, seqBase)
  await writeEvents(context, batch, columns)
  await writeTimelines(context, batch, seqBase)
  const deltas = makeDeltas()
  addBatch(context, deltas, { batch, columns })
  await writeDeltas(context, deltas)
  const moves = await writeMoves(context, batch, seqBase)
  await correctAttribution(context, knowInOrder(context.movedOn, moves))
  for (const dictionary of Object.values(context.keys)) await writeNewKeys(context.writer, dictionary)
  await writePosition(context, batch.log, batch.upTo)
  return { retimed: await findRetimed(context, batch), written: { columns, deltas, moves } }
}

async function writePosition(context: StoreContext, log: string, n: number): Promise<void> {
  if (context.applied.has(log)) {
    await run(context.writer, sql`UPDATE position SET n = ${n} WHERE log = ${log}`)
  } else {
    await run(context.writer, sql`INSERT INTO position VALUES (${log}, ${n})`)
  }
}

function gapInLog(batch: ApplyBatch, applied: number): Error {
  const reason = `batch of log ${batch.log} starts after ${batch.after}, but ${applied} is applied`
  return telltaleError('bug', { reason })
}
