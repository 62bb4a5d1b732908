const MS_PER_DAY = 86_400_000

/** Days since 1970-01-01 of an ISO date. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY)
}

export function dayText(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** Sums of the seven days that end at each day. */
export function rollingWeek(days: readonly number[]): number[] {
  let sum = 0
  return days.map((n, at) => {
    sum += n - (days[at - 7] ?? 0)
    return sum
  })
}
