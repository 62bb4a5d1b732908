import { type Interval, intervalAround } from '../interval.ts'
import type { BeforeAfter } from '../proportions/standardise-difference.ts'
import { differenceError } from './bound-sequence.ts'

/**
 * Difference in differences: how much more the rate of those concerned changed than the rate of those who were not (accounts to which the offer did not apply).
 * Means something only where both went alike before. Null where one of the four groups is empty.
 */
export function compareChanges(concerned: BeforeAfter, others: BeforeAfter): Interval | null {
  const errors = [differenceError(concerned.after, concerned.before), differenceError(others.after, others.before)]
  if (errors[0] == null || errors[1] == null) return null
  return intervalAround(changeOf(concerned) - changeOf(others), Math.hypot(errors[0], errors[1]), [-2, 2])
}

function changeOf({ before, after }: BeforeAfter): number {
  return after.successes / after.total - before.successes / before.total
}
