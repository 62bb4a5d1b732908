/**
 * The counts of one entity's core action (or of its active users) day by day: `days[from]` … `days[to - 1]`, of a column that many entities may share.
 * `from` is the first day that may be used: 14 days after the entity was first seen. NaN where the count is unknown, as in a data incident.
 */
export type DailyCounts = {
  readonly days: ArrayLike<number>
  readonly from: number
  /** The day after the last closed one: every window ends before it. */
  readonly to: number
}

export const WEEK = 7
/** Tenure that no baseline is measured in. */
export const SKIPPED_DAYS = 14
const BLOCKS = 8

/** The count of the last `width` days; NaN where a day of them is unknown or before `from`. */
export function sumLastDays({ days, from, to }: DailyCounts, width: number): number {
  return to - width < from ? Number.NaN : sumDays(days, to - width, width)
}

/**
 * The (at most eight) full weeks before the last `gap` days, newest first: gap 7 for the fast tests, 28 for the slow one. A sum of seven days has no
 * weekday shape. Weeks with an unknown day are left out; they are not replaced by older ones.
 */
export function sumWeeksBefore({ days, from, to }: DailyCounts, gap: number): number[] {
  const weeks: number[] = []
  for (let block = 1; block <= BLOCKS; block++) {
    const start = to - gap - block * WEEK
    if (start < from) break
    const sum = sumDays(days, start, WEEK)
    if (!Number.isNaN(sum)) weeks.push(sum)
  }
  return weeks
}

function sumDays(days: ArrayLike<number>, start: number, width: number): number {
  let sum = 0
  for (let day = start; day < start + width; day++) sum += days[day]!
  return sum
}
