import { weekdayOf, type Zone } from '../../core/time.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { AsOf } from './panel.ts'

const MONDAY = 0

/** Every Monday 00:00 of the product's zone (the close of a Sunday), or every midnight, behind closed days of the range. */
export function chooseAsOfs({ from, to }: DayRange, every: 'week' | 'day', zone: Pick<Zone, 'startOf'>): AsOf[] {
  const days = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
  const chosen = every === 'day' ? days : days.filter((day) => weekdayOf(day + 1) === MONDAY)
  return chosen.map((day) => ({ day, at: zone.startOf(day + 1) }))
}
