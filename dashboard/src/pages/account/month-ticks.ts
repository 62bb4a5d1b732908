import { dayNumber, dayText } from '../../words/days.ts'
import { MONTHS } from '../../words/format.ts'

const DAYS_A_YEAR = 366

export type MonthTick = { readonly day: number; readonly at: number; readonly label: string }

/** First days of months between two days, thinned to at most `most`; `at` is the place in per cent. */
export function monthTicks(first: number, last: number, most: number): MonthTick[] {
  const span = Math.max(1, last - first)
  const days: number[] = []
  let [year, month] = dayText(first).split('-').map(Number) as [number, number]
  for (let day = first; day <= last; ) {
    month = month === 12 ? 1 : month + 1
    if (month === 1) year += 1
    day = dayNumber(`${year}-${String(month).padStart(2, '0')}-01`)
    if (day <= last) days.push(day)
  }
  const every = Math.ceil(days.length / most)
  return days
    .filter((_, at) => at % every === 0)
    .map((day) => ({ day, at: ((day - first) / span) * 100, label: labelOf(day, span > DAYS_A_YEAR) }))
}

/** Over more than a year every month says which year it is of. */
function labelOf(day: number, withYear: boolean): string {
  const text = dayText(day)
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? ''
  return withYear || month === 'Jan' ? `${month} ${text.slice(0, 4)}` : `1 ${month}`
}
