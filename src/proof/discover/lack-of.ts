import { weeksUntil } from '../../stats/experiments/plan-sample.ts'
import type { Beginners } from './beginners.ts'
import type { Split } from './split-cohorts.ts'

/** What is missing: so many of so many, in so many weeks at the present pace; null: not within a year. */
export type Lack = {
  readonly of: 'beginners' | 'outcomes' | 'without_outcome' | 'later_beginners'
  readonly have: number
  readonly need: number
  readonly weeks: number | null
}

/** So many with the outcome, and without, among the later beginners: what a milestone is judged by. */
const LEAST = 30
const CONFIRMATION = 0.4
const DAYS_PER_WEEK = 7
/** Of fewer days there is no pace. */
const LEAST_DAYS = 28

/** Whether there is enough to search: both outcomes often enough that the later two fifths can tell. */
export function lackOf({ count, had, start }: Beginners, { confirmation }: Split): Lack | null {
  const with_ = had.reduce((sum, one) => sum + one, 0)
  const need = Math.ceil(LEAST / CONFIRMATION)
  const weeks = spanOf(start) / DAYS_PER_WEEK
  const lack = (of: Lack['of'], have: number, enough: number): Lack => ({
    ...{ of, have, need: enough },
    weeks: have === 0 ? null : weeksUntil(enough - have, have / weeks),
  })
  if (count < 2 * need) return lack('beginners', count, 2 * need)
  if (with_ < need) return lack('outcomes', with_, need)
  if (count - with_ < need) return lack('without_outcome', count - with_, need)
  const later = confirmation.members.length
  return later < 2 * LEAST ? lack('later_beginners', later, 2 * LEAST) : null
}

function spanOf(start: Int32Array): number {
  const least = start.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = start.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return Math.max(LEAST_DAYS, most - least + 1)
}
