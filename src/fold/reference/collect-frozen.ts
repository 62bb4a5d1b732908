import { type Day, quarterStartOf } from '../../core/time.ts'
import { quantileOf } from '../../stats/samples/order-statistics.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { FoldedAccount } from '../fold-account.ts'
import type { FoldPlan } from '../plan/fold-plan.ts'
import { populationByDay } from './reference-population.ts'
import { addValue, hashAccount, openSample, SAMPLE_MAX, type Sample } from './sample-accounts.ts'

/** Fewer accounts have no percentiles of their own: their group takes those of all. */
const LEAST_ACCOUNTS = 30

/** Knots that are percentiles of an account node, within each group of a segment and among all. */
export type FrozenKnots = {
  readonly of: number
  readonly among: string | null
  readonly quantity: string
  readonly percentiles: readonly number[]
}

/** A distribution at the close of the last day of a quarter. `population`: of a group; '' all accounts. */
type QuarterEnd = FrozenKnots & { readonly day: Day; readonly population: string; readonly sample: Sample<number> }
export type FrozenDraft = {
  readonly wanted: readonly FrozenKnots[]
  /** Ends of quarters that are collected. */
  readonly days: readonly Day[]
  readonly ends: Map<string, QuarterEnd>
}

/** What the scores of a plan ask to be frozen, each once. */
export function frozenKnots({ account }: FoldPlan): FrozenKnots[] {
  const found = new Map<string, FrozenKnots>()
  for (const step of account.steps) {
    if (step.kind !== 'score') continue
    for (const { of, curve } of step.variants.flatMap(({ parts }) => parts)) {
      if (!('among' in curve)) continue
      const percentiles = curve.knots.map(({ percentile }) => percentile)
      found.set(curve.quantity, { of, among: curve.among, quantity: curve.quantity, percentiles })
    }
  }
  return [...found.values()]
}

/** The day at whose close the knots of a day were frozen: the last one of the quarter before. */
export function frozenOn(day: Day): Day {
  return quarterStartOf(day) - 1
}

/** To collect the ends of quarters among the days. All accounts have a distribution even where it stays empty. */
export function openFrozen(plan: FoldPlan, { from, to }: DayRange): FrozenDraft {
  const wanted = frozenKnots(plan)
  const days = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((day) => frozenOn(day + 1) === day)
  const draft: FrozenDraft = { wanted, days, ends: new Map() }
  for (const knots of wanted) for (const day of days) endOf(draft, knots, { day, population: '' })
  return draft
}

function endOf(
  { ends }: FrozenDraft,
  knots: FrozenKnots,
  { day, population }: Pick<QuarterEnd, 'day' | 'population'>,
): QuarterEnd {
  const key = JSON.stringify([knots.quantity, day, population])
  const end = ends.get(key) ?? { ...knots, day, population, sample: openSample<number>(SAMPLE_MAX) }
  ends.set(key, end)
  return end
}

/** Adds an account that was folded over the days: where it was there, and its number known. */
export function collectFrozen(draft: FrozenDraft, account: FoldedAccount): void {
  if (draft.days.length === 0) return
  const hash = hashAccount(account.account)
  for (const knots of draft.wanted) {
    const group = populationByDay(knots.among, account)
    for (const day of draft.days) {
      const at = day - account.from
      const value = account.values[knots.of]![at]!
      if (account.present[at] === 0 || Number.isNaN(value)) continue
      const populations = new Set(['', group(at)])
      for (const population of populations)
        if (population !== undefined) addValue(endOf(draft, knots, { day, population }).sample, hash, value)
    }
  }
}

/**
 * Of each end of a quarter how many accounts there were, then the values at the percentiles. All accounts have a row whatever their number - one of too few says
 * nothing but this number - so that a day with rows was worked out; groups of too few have none.
 */
export function closeFrozen({ ends }: FrozenDraft): ReferenceRow[] {
  return [...ends.values()].flatMap(({ day, population, quantity, percentiles, sample }) => {
    const enough = sample.n >= LEAST_ACCOUNTS
    if (!enough && population !== '') return []
    const values = enough ? percentiles.map((percentile) => quantileOf(sample.values, percentile / 100)!) : []
    return [{ day, segment: population, quantity, n: sample.n, points: Float64Array.of(sample.n, ...values) }]
  })
}

/** The rows of ends of quarters as rows of each of the days for which they hold. */
export function spreadQuarters(ends: readonly ReferenceRow[], { from, to }: DayRange): ReferenceRow[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap((day) =>
    ends.filter((row) => row.day === frozenOn(day)).map((row) => ({ ...row, day })),
  )
}
