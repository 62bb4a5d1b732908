import type { AccountDetail } from '@contract/account.ts'
import { dayNumber } from '../../words/days.ts'

const WEEKS_SHOWN = 26

export type Week = { readonly from: number; readonly to: number; readonly core: number; readonly active: number }

/** Whole weeks of seven days that end at the as-of day, so that none is incomplete. */
export function weeksUntil({ daily, asOf }: AccountDetail): Week[] {
  const start = dayNumber(daily.from)
  const end = dayNumber(asOf)
  const weeks: Week[] = []
  for (let to = end; to - 6 >= start && weeks.length < WEEKS_SHOWN; to -= 7) {
    const slice = (counts: readonly number[]) =>
      counts.slice(to - 6 - start, to + 1 - start).reduce((sum, n) => sum + n, 0)
    weeks.unshift({ from: to - 6, to, core: slice(daily.core), active: slice(daily.active) })
  }
  return weeks
}
