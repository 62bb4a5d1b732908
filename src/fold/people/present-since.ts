import type { Day } from '../../core/time.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { type MaskPool, takeMask } from '../mask-pool.ts'

/** 1 on the judged days at whose close somebody had been heard of, and counted; on others there was nobody to judge. */
export function presentSince(
  first: Day,
  { from, to }: DayRange,
  { masks, excluded }: { readonly masks: MaskPool; readonly excluded: readonly DayRange[] },
): Uint8Array {
  const present = takeMask(masks).fill(0)
  if (first <= to) present.fill(1, Math.max(first, from) - from)
  for (const era of excluded)
    if (era.from <= to && era.to >= from)
      present.fill(0, Math.max(era.from, from) - from, Math.min(era.to, to) - from + 1)
  return present
}
