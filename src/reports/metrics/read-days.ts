import type { Day } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import { chooseEvents } from '../question/choose-events.ts'
import { readActivity } from '../question/read-activity.ts'

/** On which days a person was active in an account (0: in none), in rising order. Days before the first that is told are told as that one. */
export type ActiveDays = { readonly person: number; readonly account: number; readonly days: Int32Array }

/** Who was active on which days from `from` on, and who had been before; person by person. */
export async function readDays(
  asking: Asking,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly ActiveDays[]> {
  const all: ActiveDays[] = []
  const { zone } = asking
  await readActivity(
    asking,
    {
      events: chooseEvents(asking.source, null),
      ...{ from: null, to: zone.startOf(to + 1), days: { from, to }, floor: from, units: 'days' },
      ...{ breakdown: undefined, breakdownLimit: 1, byAccount: true },
    },
    () => (series) => all.push({ person: series.entity, account: series.account, days: Int32Array.from(series.units) }),
  )
  return all
}

/** Whether one of the rising days is from `from` to `to`. */
export function isActiveIn({ days }: ActiveDays, from: Day, to: Day): boolean {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! < from) low = middle + 1
    else high = middle
  }
  return low < days.length && days[low]! <= to
}
