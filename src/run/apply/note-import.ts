import type { Project } from '../project.ts'
import type { AppliedStretch } from './apply-logs.ts'
import { type ImportTotals, keepImport, readSettled } from './kept-imports.ts'

/**
 * Says, before a stretch of an import is stored, what its totals will be. They are in another store than its events: whoever opens both after a crash between the two tells by
 * the position that was reached whether they hold.
 */
export async function noteImport(project: Project, { batch, outcome }: AppliedStretch): Promise<void> {
  const before = await readSettled(project, batch.log)
  if (before !== null && batch.upTo <= before.upTo) return
  const next: ImportTotals = {
    upTo: batch.upTo,
    kept: (before?.kept ?? 0) + outcome.kept,
    duplicates: (before?.duplicates ?? 0) + outcome.duplicates,
    withoutAccount: (before?.withoutAccount ?? 0) + countWithoutAccount(batch.events.noAccount),
    quarantined: (before?.quarantined ?? 0) + batch.refused.length,
    reasons: countReasons(before?.reasons ?? {}, batch.refused),
    span: widenSpan(before?.span ?? null, batch.events.ts),
    finished: before?.finished === true || batch.controls.some((control) => control.kind === 'import_finished'),
    baseline: before?.baseline ?? null,
  }
  await keepImport(project, batch.log, { totals: before, next })
}

/** By the reason of each event; 0: it has an account. */
function countWithoutAccount(reasons: ArrayLike<number>): number {
  let count = 0
  for (let i = 0; i < reasons.length; i++) if (reasons[i] !== 0) count += 1
  return count
}

function countReasons(
  before: Readonly<Record<string, number>>,
  refused: AppliedStretch['batch']['refused'],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { ...before }
  for (const { reason } of refused) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}

function widenSpan(before: ImportTotals['span'], times: Float64Array): ImportTotals['span'] {
  let span = before
  for (const ts of times) span = span === null ? [ts, ts] : [Math.min(span[0], ts), Math.max(span[1], ts)]
  return span
}
