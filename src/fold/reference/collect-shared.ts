import {
  addSpread,
  findCommonFactor,
  findQuietDays,
  LEAST_OF_ALL,
  LEAST_OF_SEGMENT,
  LEAST_TYPICAL,
  NO_SPREAD,
  pooledOverdispersion,
  type SpreadSums,
  suspectTracking,
} from '../../stats/detectors/measure-shared-day.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { LaneSpace } from '../fill-lanes.ts'
import type { FoldedAccount } from '../fold-account.ts'
import { readOwnWeeks } from '../fold-detected.ts'
import type { DefinedStep, FoldPlan } from '../plan/fold-plan.ts'
import { segmentNames } from '../segment-entity.ts'
import { QUIET_DAYS_FROM, SILENCE_DAYS } from './fold-silence.ts'
import { populationByDay } from './reference-population.ts'
import { hashAccount, isTaken, keepValue, openSample, type Sample } from './sample-accounts.ts'

/** Days before the first one asked for that accounts are to be folded on: how the day before was says whether a fall is sudden. */
export const FOLDED_BEFORE = 1

/** Accounts by which it is told how weeks were for everybody. */
const SAMPLE_MAX = 1024
/** Of the memory that a distribution of a percentile takes, so many times as much. */
const DISTRIBUTIONS_OF_SAMPLE = 4

type WeeksStep = Extract<DefinedStep, { readonly kind: 'usual' }>
type SilenceStep = Extract<DefinedStep, { readonly kind: 'silence' }>

/** One account's weeks as shares of its own usual one: those of the window, and those before it; NaN: unknown. */
type AccountWeeks = { readonly recent: number; readonly before: readonly number[] }
type WeeksOfDay = {
  spread: SpreadSums
  /** Somebody was heard of within the window. */
  heard: boolean
  readonly byPopulation: Map<string, Sample<AccountWeeks>>
}

export type SharedDraft = {
  readonly days: DayRange
  /** By name, of each day from the one before the first on. */
  readonly weeks: ReadonlyMap<string, readonly WeeksOfDay[]>
  /** By name, the segments that are asked for. */
  readonly segments: ReadonlyMap<string, readonly string[]>
  /** By name, how many accounts were active on each day, from `QUIET_DAYS_FROM` days before the first on. */
  readonly active: ReadonlyMap<string, Float64Array>
}

/** The account's nodes that tell what all share. */
export function sharedNodes({ account }: FoldPlan): number[] {
  return account.steps.flatMap((step) =>
    step.kind === 'usual' || (step.kind === 'silence' && step.read === 'days') ? [step.node] : [],
  )
}

/** What is held of a day while it is collected, by name, counted in distributions. */
export function sharedPopulations(plan: FoldPlan): [string, number][] {
  return [...segmentsAsked(plan)].map(([shared, segments]) => {
    const populations = segments.reduce((sum, segment) => sum + segmentNames(plan, segment).length, 1)
    return [shared, DISTRIBUTIONS_OF_SAMPLE * populations]
  })
}

export function openShared(plan: FoldPlan, days: DayRange): SharedDraft {
  const length = days.to - days.from + 1
  const segments = segmentsAsked(plan)
  const openDay = (): WeeksOfDay => ({ spread: NO_SPREAD, heard: false, byPopulation: new Map() })
  const openDays = (): WeeksOfDay[] => Array.from({ length: length + FOLDED_BEFORE }, openDay)
  const silences = plan.account.steps.flatMap((step) => (step.kind === 'silence' ? [step.shared] : []))
  return {
    days,
    weeks: new Map([...segments.keys()].map((shared) => [shared, openDays()])),
    segments,
    active: new Map(silences.map((shared) => [shared, new Float64Array(QUIET_DAYS_FROM + length)])),
  }
}

/** By what is shared, the segments of which it is told apart. */
export function segmentsAsked({ account, member }: FoldPlan): Map<string, string[]> {
  const segments = new Map<string, string[]>()
  for (const step of account.steps) if (step.kind === 'usual') segments.set(step.shared, [])
  for (const step of [...account.steps, ...member.steps])
    if (step.kind === 'common-factor' && step.segment !== null) segments.get(step.shared)?.push(step.segment)
  return segments
}

/** Adds an account. `lanes`: of the plan it was folded with. */
export function collectShared(draft: SharedDraft, account: FoldedAccount, lanes: LaneSpace): void {
  const told = new Set<string>()
  for (const step of account.plan.account.steps) {
    if ((step.kind !== 'usual' && step.kind !== 'silence') || told.has(step.shared)) continue
    told.add(step.shared)
    if (step.kind === 'usual') collectWeeks(draft, account, step)
    else collectActiveDays(draft, lanes, step)
  }
}

function collectWeeks(draft: SharedDraft, account: FoldedAccount, step: WeeksStep): void {
  const days = draft.weeks.get(step.shared)!
  const hash = hashAccount(account.account)
  const scope = { entity: account, reference: null, referenceLag: 0 }
  const placed = (draft.segments.get(step.shared) ?? []).map((segment) => populationByDay(segment, account))
  const first = draft.days.from - FOLDED_BEFORE - account.from
  for (let d = Math.max(0, -first); d < days.length; d++) {
    const day = days[d]!
    const i = first + d
    const recent = account.values[step.recent]![i]!
    if (recent > 0) day.heard = true
    // Folded without a reference: its usual week is that of the same weeks.
    const typical = account.values[step.node]![i]!
    if (Number.isNaN(typical)) continue
    const weeks = readOwnWeeks(scope, step, i)
    day.spread = addSpread(day.spread, weeks)
    if (typical < LEAST_TYPICAL) continue
    let row: AccountWeeks | null = null
    for (const population of placed.length === 0 ? ALL : ['', ...placed.flatMap((of) => of(i) ?? [])]) {
      const sample = day.byPopulation.get(population) ?? openSample<AccountWeeks>(SAMPLE_MAX)
      day.byPopulation.set(population, sample)
      if (!isTaken(sample, hash)) continue
      row ??= toShares({ recent, weeks }, { typical, length: step.weeks })
      keepValue(sample, hash, row)
    }
  }
}

const ALL: readonly string[] = ['']

type Counted = { readonly recent: number; readonly weeks: readonly number[] }
type Usual = { readonly typical: number; readonly length: number }

function toShares({ recent, weeks }: Counted, { typical, length }: Usual): AccountWeeks {
  const share = (count: number, expected: number): number => (count + 0.5) / (expected + 0.5)
  return { recent: share(recent, length * typical), before: weeks.map((count) => share(count, typical)) }
}

/** As it was known on each day itself: what comes late makes no day less quiet. */
function collectActiveDays({ days, active }: SharedDraft, lanes: LaneSpace, { shared, lane }: SilenceStep): void {
  const counts = active.get(shared)!
  const own = lanes.active[lane]!
  const first = days.from - QUIET_DAYS_FROM
  for (let at = Math.max(0, lanes.axis - first); at < counts.length; at++) counts[at]! += own[first + at - lanes.axis]!
}

export function closeShared(draft: SharedDraft): ReferenceRow[] {
  return [
    ...[...draft.weeks].flatMap(([shared, days]) => closeWeeks(draft.days, shared, days)),
    ...[...draft.active].flatMap(([shared, counts]) => closeActiveDays(draft.days, shared, counts)),
  ]
}

function closeWeeks({ from }: DayRange, shared: string, days: readonly WeeksOfDay[]): ReferenceRow[] {
  return days.slice(FOLDED_BEFORE).flatMap((day, i) => {
    const of = { day: from + i, quantity: shared }
    const all = day.byPopulation.get('')
    const before = factorOf(days[i]!.byPopulation.get(''), LEAST_OF_ALL)
    const factor = factorOf(all, LEAST_OF_ALL)
    const suspected = !day.heard || (factor !== null && suspectTracking(factor, before))
    const weeks = Array.from({ length: 8 }, (_, week) => factorOf(all, LEAST_OF_ALL, week) ?? 1)
    const points = [factor ?? 1, pooledOverdispersion(day.spread), suspected ? 1 : 0, ...weeks]
    const groups = [...day.byPopulation].flatMap(([segment, sample]) => {
      const own = segment === '' ? null : factorOf(sample, LEAST_OF_SEGMENT)
      return own === null ? [] : [{ ...of, segment, n: sample.n, points: Float64Array.of(own) }]
    })
    return [{ ...of, segment: '', n: all?.n ?? 0, points: Float64Array.from(points) }, ...groups]
  })
}

/** Of the window, or of one of the weeks before it. */
function factorOf(sample: Sample<AccountWeeks> | undefined, least: number, week: number | null = null): number | null {
  const shares = (sample?.values ?? []).map(({ recent, before }) =>
    week === null ? recent : (before[week] ?? Number.NaN),
  )
  return findCommonFactor(
    shares.filter((share) => !Number.isNaN(share)),
    least,
  )
}

function closeActiveDays({ from, to }: DayRange, shared: string, counts: Float64Array): ReferenceRow[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const known = counts.subarray(i + 1, i + 1 + QUIET_DAYS_FROM)
    const heard = known.subarray(-7).some((count) => count > 0)
    const ages = findQuietDays(known).map((at) => known.length - 1 - at)
    const recent = ages.filter((age) => age < SILENCE_DAYS).reverse()
    const points = Float64Array.of(heard ? 1 : 0, ...recent)
    return { day: from + i, segment: '', quantity: shared, n: Math.max(0, ...known), points }
  })
}
