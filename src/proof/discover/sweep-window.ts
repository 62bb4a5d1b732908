import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { measurePhi, type Phi } from '../../stats/proportions/measure-phi.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import type { Candidate, Cell } from './beginners.ts'
import { addArms, type Counting, countStrata, doersOf, swapArms } from './count-cell.ts'
import type { Split } from './split-cohorts.ts'

/** Those who were that far on a day since the start, and what became of them. All were still there and undecided at the same landmark. */
export type ReachedOn = {
  /** 1: on the first day. */
  readonly day: number
  readonly reached: number
  readonly outcomes: number
  readonly rate: Interval | null
  /** Of having reached it by the end of the day. */
  readonly phi: Phi | null
}

export type WindowSweep = {
  readonly days: readonly ReachedOn[]
  /** Of the later beginners, who were so far on no day before the landmark. */
  readonly never: { readonly beginners: number; readonly outcomes: number; readonly rate: Interval | null }
  /** The days within which reaching it told most among the earlier beginners; what the later ones say of it is in `days`. */
  readonly best: number | null
  /** By which half of those who reached it within the window had done so. */
  readonly medianDay: number | null
}

/** How late it may be reached and still go with the outcome: the day of reaching it against what came of it, among the later beginners. */
export function sweepWindow(
  counting: Counting,
  { discovery, confirmation }: Split,
  {
    cell,
    candidates,
    landmark,
  }: { readonly cell: Cell; readonly candidates: readonly Candidate[]; readonly landmark: number },
): WindowSweep {
  const { count } = counting.beginners
  const doersBy = Array.from({ length: landmark + 1 }, (_, window) => doersOf({ ...cell, window }, candidates, count))
  const armsOf = (members: Int32Array, window: number) => addArms(countStrata(counting, members, doersBy[window]!))
  const phiOf = (members: Int32Array, window: number): Phi | null => {
    const arms = armsOf(members, window)
    return measurePhi(counting.isBad ? swapArms(arms) : arms)
  }
  const days = Array.from({ length: landmark }, (_, i): ReachedOn => {
    const [before, by] = [armsOf(confirmation.members, i), armsOf(confirmation.members, i + 1)]
    const reached = by.exposed.total - before.exposed.total
    const outcomes = by.exposed.successes - before.exposed.successes
    const rate = estimateProportion({ successes: outcomes, total: reached })
    return { day: i + 1, reached, outcomes, rate, phi: phiOf(confirmation.members, i + 1) }
  })
  const { other } = armsOf(confirmation.members, landmark)
  const told = days.map(({ day }) => phiOf(discovery.members, day)?.estimate ?? Number.NEGATIVE_INFINITY)
  const most = Math.max(...told)
  return {
    days,
    never: { beginners: other.total, outcomes: other.successes, rate: estimateProportion(other) },
    best: most > 0 ? told.indexOf(most) + 1 : null,
    medianDay: quantileOf(
      days.filter(({ day }) => day <= cell.window).flatMap(({ day, reached }) => new Array<number>(reached).fill(day)),
      0.5,
    ),
  }
}
