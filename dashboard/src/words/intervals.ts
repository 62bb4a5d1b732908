import { dayNumber, dayText } from './days.ts'
import { formatDay, MONTHS } from './format.ts'

/** What an interval of an answer is called: "29 Jun", "June 2026" as "Jun 2026", "14:00". */
export function formatInterval(start: string, interval: string, near: string | null): string {
  const day = start.slice(0, 10)
  if (interval === 'month') return `${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`
  if (interval === 'hour') return `${formatDay(day, near)} ${start.slice(11, 16)}`
  return formatDay(day.length === 10 ? day : start, near)
}

/** The first day of a stretch that ends on a day. */
export function daysBefore(day: string, days: number): string {
  return dayText(dayNumber(day) - days)
}
