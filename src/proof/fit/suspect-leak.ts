import { measureAuc } from '../../stats/scores/measure-auc.ts'

/** An area under the curve above this, or below one minus it, is too good to be true of a single number. */
export const TOO_GOOD = 0.95

/**
 * How well a number tells the outcome, one way or the other, where that is too well; else null. It must have been told of it: the cancel page, the export, seats removed
 * on closing.
 */
export function suspectLeak(rows: Parameters<typeof measureAuc>[0]): number | null {
  const auc = measureAuc(rows)?.estimate ?? 0.5
  const best = Math.max(auc, 1 - auc)
  return best > TOO_GOOD ? best : null
}
