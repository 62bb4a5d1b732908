import type { Day } from '../../core/time.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { type MaskPool, takeMask } from '../mask-pool.ts'

/** 1 on the judged days at whose close somebody had been heard of; before that there was nobody to judge. */
export function presentSince(first: Day, { from, to }: DayRange, masks: MaskPool): Uint8Array {
  const present = takeMask(masks).fill(0)
  if (first <= to) present.fill(1, Math.max(first, from) - from)
  return present
}
