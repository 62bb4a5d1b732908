import type { IngestSettings } from '../../config/ingest-settings.ts'
import { attributeBatch } from '../../ingest/attribute-batch.ts'
import type { AttributionState } from '../../ingest/attribution-state.ts'
import type { AnalyticStore, ApplyBatch, ApplyOutcome } from '../../store/analytic/analytic-store.ts'
import { keptRows, pickRows } from '../../store/analytic/event-columns.ts'
import type { NormalisedBatch } from '../../store/analytic/message.ts'
import type { LogFrame } from '../../store/log/log-record.ts'

/** A stretch of one log, applied: what it became and whom it touched. */
export type AppliedStretch = { readonly batch: ApplyBatch; readonly outcome: ApplyOutcome }

export type Applier = {
  readonly store: AnalyticStore
  readonly settings: IngestSettings
  /** Moves on with every batch; thrown away and restored when a batch could not be stored. */
  attribution: AttributionState
  readonly restoreAttribution: () => Promise<AttributionState>
  readonly readFrames: (
    log: string,
    after: number,
  ) => Promise<{ readonly frames: readonly LogFrame[]; readonly upTo: number }>
  readonly normalise: (stretch: {
    log: string
    after: number
    upTo: number
    frames: readonly LogFrame[]
  }) => Promise<NormalisedBatch>
}

/** Applies the next stretch of a log: read, normalise, leave out copies, attribute, store with its position in one transaction. null: nothing new. */
export async function applyNext(applier: Applier, log: string): Promise<AppliedStretch | null> {
  const normalised = await readNormalised(applier, log, applier.store.applied()[log] ?? 0)
  return normalised === null ? null : storeNormalised(applier, normalised)
}

/** Applies a log to its end; reads and normalises the next stretch while the last one is being stored. Returns how many messages were kept and left out. */
export async function applyAll(
  applier: Applier,
  log: string,
  onStretch: (stretch: AppliedStretch) => Promise<void> | void,
): Promise<{ kept: number; duplicates: number }> {
  const total = { kept: 0, duplicates: 0 }
  let next = readNormalised(applier, log, applier.store.applied()[log] ?? 0)
  for (let normalised = await next; normalised !== null; normalised = await next) {
    next = readNormalised(applier, log, normalised.upTo)
    const stretch = await storeNormalised(applier, normalised)
    total.kept += stretch.outcome.kept
    total.duplicates += stretch.outcome.duplicates
    await onStretch(stretch)
  }
  return total
}

async function readNormalised(applier: Applier, log: string, after: number): Promise<NormalisedBatch | null> {
  const { frames, upTo } = await applier.readFrames(log, after)
  return frames.length === 0 ? null : applier.normalise({ log, after, upTo, frames })
}

async function storeNormalised(applier: Applier, normalised: NormalisedBatch): Promise<AppliedStretch> {
  const { batch: firsts, duplicates } = await leaveOutCopies(applier.store, normalised)
  const batch = attributeBatch(firsts, applier.attribution, applier.settings)
  try {
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
