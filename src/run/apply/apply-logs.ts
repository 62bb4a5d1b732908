import type { IngestSettings } from '../../config/ingest-settings.ts'
import { attributeBatch } from '../../ingest/attribute-batch.ts'
import type { AttributionState } from '../../ingest/attribution-state.ts'
import type { AnalyticStore, ApplyBatch, ApplyOutcome } from '../../store/analytic/analytic-store.ts'
import { keptRows, pickRows } from '../../store/analytic/event-columns.ts'
import type { NormalisedBatch } from '../../store/analytic/message.ts'

/** A stretch of one log, applied: what it became and whom it touched. */
export type AppliedStretch = { readonly batch: ApplyBatch; readonly outcome: ApplyOutcome }

export type Applier = {
  readonly store: AnalyticStore
  readonly settings: IngestSettings
  /** Moves on with every batch; thrown away and restored when a batch could not be stored. */
  attribution: AttributionState
  readonly restoreAttribution: () => Promise<AttributionState>
  /** The next stretch of a log; null: there is nothing new. */
  readonly readNormalised: (log: string, after: number) => Promise<NormalisedBatch | null>
}

/** Applies the next stretch of a log: read, normalise, leave out copies, attribute, store with its position in one transaction. null: nothing new. */
export async function applyNext(applier: Applier, log: string): Promise<AppliedStretch | null> {
  const normalised = await applier.readNormalised(log, applier.store.applied()[log] ?? 0)
  return normalised === null ? null : storeNormalised(applier, normalised)
}

/** Told of each stretch: before it is stored, what will have become of it then, and after. */
export type Followers = {
  readonly before?: (stretch: AppliedStretch) => Promise<void>
  readonly after: (stretch: AppliedStretch) => Promise<void> | void
}

/** Applies a log to its end; reads and normalises the next stretch while the last one is being stored. Returns how many messages were kept and left out. */
export async function applyAll(
  applier: Applier,
  log: string,
  { before, after }: Followers,
): Promise<{ kept: number; duplicates: number }> {
  const total = { kept: 0, duplicates: 0 }
  let next = applier.readNormalised(log, applier.store.applied()[log] ?? 0)
  for (let normalised = await next; normalised !== null; normalised = await next) {
    next = applier.readNormalised(log, normalised.upTo)
    const stretch = await storeNormalised(applier, normalised, before)
    total.kept += stretch.outcome.kept
    total.duplicates += stretch.outcome.duplicates
    await after(stretch)
  }
  return total
}

async function storeNormalised(
  applier: Applier,
  normalised: NormalisedBatch,
  before: Followers['before'] = undefined,
): Promise<AppliedStretch> {
  const { batch: firsts, duplicates } = await leaveOutCopies(applier.store, normalised)
  const batch = attributeBatch(firsts, applier.attribution, applier.settings)
  try {
    await before?.({ batch, outcome: { kept: batch.events.rows, duplicates, retimed: new Int32Array() } })
    const outcome = await applier.store.apply(batch)
    return { batch, outcome: { ...outcome, duplicates } }
  } catch (error) {
    applier.attribution = await applier.restoreAttribution()
    throw error
  }
}

/** First copy wins. Only events count; what a repeated identify or group says is known already. */
async function leaveOutCopies(
  store: AnalyticStore,
  batch: NormalisedBatch,
): Promise<{ batch: NormalisedBatch; duplicates: number }> {
  const copies = await store.findDuplicates(batch.events)
  if (!copies.includes(1)) return { batch, duplicates: 0 }
  const rows = keptRows(copies)
  let kept = 0
  const others = batch.others.map(({ after, message }) => {
    while (kept < rows.length && rows[kept]! < after) kept++
    return { after: kept, message }
  })
  const events = pickRows(batch.events, rows)
  return { batch: { ...batch, events, others }, duplicates: batch.events.rows - rows.length }
}
