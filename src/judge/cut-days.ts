import type { Day, Millis } from '../core/time.ts'
import type { DayRange, EventRow } from '../store/analytic/rows.ts'

/** A moment at which two become one: of the events known on its day, those before it are judged apart. */
export type Cut = {
  readonly day: Day
  readonly knownAt: Millis
  readonly comesAfter: (event: EventRow) => boolean
}

/** Days, or a part of one, to be judged in one go, and then what cuts them off. */
export type Stretch<C> = {
  readonly days: DayRange
  /** The rest of the day is judged after the cut. */
  readonly dayOpen: boolean
  /** Events that belong to stretches before or behind it. */
  readonly elsewhere: (event: EventRow) => boolean
  /** null: the end. */
  readonly cut: C | null
}

/** Cuts the judged days at moments in order of time. Days without one are judged as one stretch. */
export function cutDays<C extends Cut>(days: DayRange, cuts: readonly C[]): Stretch<C>[] {
  const stretches: Stretch<C>[] = []
  let from = days.from
  let last: C | null = null
  for (const cut of cuts) {
    if (cut.day > from) {
      stretches.push({ days: { from, to: cut.day - 1 }, dayOpen: false, elsewhere: isBefore(last), cut: null })
      last = null
    }
    from = cut.day
    const before = isBefore(last)
    const elsewhere = (event: EventRow): boolean => before(event) || !cut.comesAfter(event)
    stretches.push({ days: { from, to: from }, dayOpen: true, elsewhere, cut })
    last = cut
  }
  return [...stretches, { days: { from, to: days.to }, dayOpen: false, elsewhere: isBefore(last), cut: null }]
}

/** Events that came before the last cut, on its day. */
function isBefore(cut: Cut | null): (event: EventRow) => boolean {
  return cut === null ? () => false : cut.comesAfter
}
