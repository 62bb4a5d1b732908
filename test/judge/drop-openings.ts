import { COOLDOWN_DAYS, DETECTORS } from '../../src/config/detectors.ts'
import { DEFAULT_STATE, type SignalState } from '../../src/judge/signal-state.ts'
import { stepDetector } from '../../src/judge/step-detector.ts'
import { type Baseline, measureBaseline } from '../../src/stats/detectors/measure-baseline.ts'
import {
  addSpread,
  findCommonFactor,
  LEAST_TYPICAL,
  NO_SPREAD,
  pooledOverdispersion,
  type SharedDay,
} from '../../src/stats/detectors/measure-shared-day.ts'
import { measureShift } from '../../src/stats/detectors/measure-shift.ts'

export type DropKind = 'fast drop' | 'slow drop'

const BLOCKS = 8
const SKIPPED_DAYS = 14

/** An account's window and its weeks before, as of a day; null while it warms up. */
type OwnWeeks = { readonly recent: number; readonly sums: readonly number[]; readonly baseline: Baseline }

/** Counts of days added up: entry i is the sum of those before day i. */
export type Totals = Float64Array

export function totalsOf(counts: ArrayLike<number>): Totals {
  const totals = new Float64Array(counts.length + 1)
  for (let i = 0; i < counts.length; i++) totals[i + 1] = totals[i]! + counts[i]!
  return totals
}

function ownWeeks(totals: Totals, { weeks, day }: { readonly weeks: 1 | 4; readonly day: number }): OwnWeeks | null {
  const sum = (last: number, days: number): number => totals[last + 1]! - totals[Math.max(0, last + 1 - days)]!
  const sums: number[] = []
  for (let block = 0; block < BLOCKS; block++) {
    const last = day - 7 * (weeks + block)
    if (last - 6 < SKIPPED_DAYS) break
    sums.push(sum(last, 7))
  }
  const baseline = measureBaseline(sums)
  return baseline === null ? null : { recent: sum(day, 7 * weeks), sums, baseline }
}

/** How each day was for the accounts of a population: median share of usual, and overdispersion. */
export function shareDays(accounts: readonly Totals[], kind: DropKind): SharedDay[] {
  const { weeks } = DETECTORS[kind]
  return Array.from({ length: accounts[0]!.length - 1 }, (_, day) => {
    let spread = NO_SPREAD
    const shares: number[] = []
    for (const totals of accounts) {
      const own = ownWeeks(totals, { weeks, day })
      if (own === null) continue
      spread = addSpread(spread, own.sums)
      if (own.baseline.typical >= LEAST_TYPICAL) shares.push((own.recent + 0.5) / (weeks * own.baseline.typical + 0.5))
    }
    return { overdispersion: pooledOverdispersion(spread), commonFactor: findCommonFactor(shares, 5) ?? 1 }
  })
}

/** The days (from 0 on, a Monday) on which a drop of an account opens: the product's statistics and state machine over arrays, without store and fold. */
export function dropOpenings(totals: Totals, shared: readonly SharedDay[], kind: DropKind): number[] {
  const rule = DETECTORS[kind]
  const rules = { minimum: rule.openAfter, cooldownDays: COOLDOWN_DAYS }
  const opened: number[] = []
  let state: SignalState = DEFAULT_STATE
  for (let day = 0; day < totals.length - 1; day++) {
    const own = ownWeeks(totals, { weeks: rule.weeks, day })
    if (own === null) continue
    const { overdispersion, commonFactor } = shared[day]!
    const { recent, baseline } = own
    const against = (usual: number): number => (recent + 0.5) / (rule.weeks * commonFactor * usual + 0.5)
    const ratio = against(baseline.typical)
    const expected = rule.weeks * commonFactor * baseline.typical
    const near = ratio > rule.ratio || expected < rule.expected
    const p = (): number => measureShift({ recent, baseline, shared: { overdispersion, commonFactor } }, rule).p
    const judged = kind !== 'slow drop' || day % 7 === 6
    const far = !judged ? 2 : !near && p() <= rule.alpha ? 1 : 0
    if (!state.open && state.run === 0 && state.settled !== true && far !== 1) continue
    const held = { entryRatio: ratio, usual: baseline.typical }
    const reading = { applies: 1, far, held, ratio: state.open ? against(state.held?.usual ?? Number.NaN) : Number.NaN }
    const stepped = stepDetector(state, reading, { rules, kind, day })
    if (stepped.changes.includes('opened')) opened.push(day)
    state = stepped.state
  }
  return opened
}
