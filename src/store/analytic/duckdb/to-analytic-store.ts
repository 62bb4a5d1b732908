import type { AnalyticStore } from '../analytic-store.ts'
import { applyBatch } from './apply-batch.ts'
import { archiveDays } from './archive-days.ts'
import { backfillMeasures } from './backfill-measures.ts'
import { lastChange, lastChangeOf } from './changes.ts'
import { compactFacts } from './compact-facts.ts'
import { readerOf } from './dictionaries.ts'
import { duckdbDialect } from './duckdb-dialect.ts'
import { findDuplicates } from './find-duplicates.ts'
import { nameFullDisk } from './name-full-disk.ts'
import { countColleagues } from './read/count-colleagues.ts'
import { countHeard } from './read/count-heard.ts'
import { countStore } from './read/count-store.ts'
import { findUnusual, findWholeMoves } from './read/find-unusual.ts'
import { groupPersons } from './read/group-persons.ts'
import { listLeftOut } from './read/list-left-out.ts'
import { readAhead } from './read/read-ahead.ts'
import { readAttribution } from './read/read-attribution.ts'
import { countQuarantine, readQuarantine } from './read/read-store.ts'
import { scanEvents } from './read/scan-events.ts'
import { scanFacts } from './read/scan-facts.ts'
import { scanPersons } from './read/scan-persons.ts'
import { scanTimelines } from './read/scan-timelines.ts'
import { scanUnclaimed } from './read/scan-unclaimed.ts'
import { rebuildStore } from './rebuild-store.ts'
import { reviveEngine } from './revive-engine.ts'
import { runReport } from './run-report.ts'
import { factsBefore } from './running-day.ts'
import type { StoreContext } from './store-context.ts'
import { readReference, trimFrame, writeFrame, writeReference } from './write-frame.ts'
import { enqueueWrite } from './write-queue.ts'

/** The interface over the operations: only wiring. Whatever uses the writing connection waits its turn. */
export function toAnalyticStore(context: StoreContext): AnalyticStore {
  const named = <T>(writing: Promise<T>) => nameFullDisk(context, writing)
  const inTurn = <T>(work: () => Promise<T>) =>
    named(
      enqueueWrite(context.queue, async () => {
        if (context.isDown) await reviveEngine(context)
        return work()
      }),
    )
  const { account, actor, fact } = context.keys
  return {
    dictionary: { account: readerOf(account), actor: readerOf(actor), fact: readerOf(fact) },
    applied: () => Object.fromEntries(context.applied),
    readAhead: () => inTurn(() => readAhead(context)),
    factsBefore: (of) => factsBefore(context.running, of),
    findDuplicates: (messages) => inTurn(() => findDuplicates(context, messages)),
    apply: (batch) => inTurn(() => applyBatch(context, batch)),
    scanFacts: (scan) => scanFacts(context, scan),
    scanUnclaimed: (scan) => scanUnclaimed(context, scan),
    findUnusual: (of) => findUnusual(context, of),
    findWholeMoves: (days) => findWholeMoves(context, days),
    groupPersons: (of) => groupPersons(context, of),
    scanPersons: (scan) => scanPersons(context, scan),
    scanEvents: (scan) => scanEvents(context, scan),
    scanTimelines: (accounts, needs) => scanTimelines(context, accounts, needs),
    dialect: duckdbDialect,
    report: (query) => runReport(context, query),
    batches: () => context.changes.batches,
    lastChange: (table, before) => lastChange(context.changes, table, before),
    lastChangeOf: (account) => lastChangeOf(context.changes, account),
    rewrites: () => ({ rewritten: context.changes.rewritten, refilled: context.changes.refilled }),
    backfillMeasures: (measures) => inTurn(async () => {}).then(() => named(backfillMeasures(context, measures))),
    compact: (options) => inTurn(async () => {}).then(() => named(compactFacts(context, options))),
    archive: (upToDay) => inTurn(async () => {}).then(() => named(archiveDays(context, upToDay))),
    rebuild: (progress) => enqueueWrite(context.merges, () => inTurn(() => rebuildStore(context, progress))),
    readAttribution: () => readAttribution(context),
    writeReference: (rows) => inTurn(() => writeReference(context, rows)),
    readReference: (day) => inTurn(() => readReference(context, day)),
    countHeard: (of) => countHeard(context, of),
    countColleagues: (of) => countColleagues(context, of),
    listLeftOut: (why, limit) => listLeftOut(context, why, limit),
    writeFrame: (rows) => inTurn(() => writeFrame(context, rows)),
    trimFrame: (of, kept) => inTurn(() => trimFrame(context, of, kept)),
    quarantine: (page) => readQuarantine(context, page),
    countQuarantine: () => countQuarantine(context),
    counts: () => countStore(context),
    close: () => inTurn(() => closeStore(context)),
  }
}

async function closeStore(context: StoreContext): Promise<void> {
  context.writer.closeSync()
  context.instance.closeSync()
}
