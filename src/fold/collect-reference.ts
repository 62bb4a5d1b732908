import type { NodeAt } from '../config/expr-needs.ts'
import { DAY_MAX } from '../core/time.ts'
import type { ReferenceRow } from '../store/analytic/analytic-store.ts'
import type { DayRange } from '../store/analytic/rows.ts'
import { closeShared, collectShared, openShared, type SharedDraft, sharedNodes } from './collect-shared.ts'
import { type Reference, SOURCES } from './entity.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import type { LaneSpace } from './fill-lanes.ts'
import type { FoldedAccount } from './fold-account.ts'
import type { FoldPlan } from './fold-plan.ts'
import { compactPoints } from './percentile-rank.ts'
import { referencePopulation } from './reference-population.ts'
import { addValue, hashAccount, openSample, type Sample } from './sample-accounts.ts'
import { segmentByDay, segmentNames } from './segment-entity.ts'

/** Values kept of one population and day. */
const SAMPLE_MAX = 4096

/** What percentiles need: a node's values by population and day. */
type Wanted = { readonly of: number; readonly quantity: string; readonly segment: string | null }
/** By day, then quantity, then population. */
type ByPopulation<T> = Map<string, Map<string, T>>
export type ReferenceDraft = {
  readonly wanted: readonly Wanted[]
  readonly sources: FoldPlan['sources']
  readonly samples: ByPopulation<Sample<number>>[]
  /** Of each day, by the source's quantity: the fewest days since any account's last event of it. */
  readonly latest: readonly Map<string, number>[]
  /** What detectors ask of all accounts. */
  readonly shared: SharedDraft
  readonly days: DayRange
}

/** The account nodes that references are made from: plan a first pass with `only` these. */
export function referenceNodes(plan: FoldPlan): NodeAt[] {
  const ranked = plan.account.steps.flatMap((step) => (step.kind === 'percentile' ? [step.of] : []))
  const nodes = new Set([...ranked, ...plan.sources.map(({ node }) => node), ...sharedNodes(plan)])
  return [...nodes].map((node) => ({ level: 'account', node }))
}

/** `full` is the plan with the percentiles; what is collected may be folded with a smaller one. */
export function openReference(full: FoldPlan, days: DayRange): ReferenceDraft {
  const wanted = new Map<string, Wanted>()
  for (const step of full.account.steps) {
    if (step.kind !== 'percentile') continue
    wanted.set(`${step.of}|${step.segment}`, { of: step.of, quantity: step.quantity, segment: step.segment })
  }
  const samples = Array.from({ length: days.to - days.from + 1 }, (): ByPopulation<Sample<number>> => new Map())
  const latest = samples.map(() => new Map())
  return { wanted: [...wanted.values()], sources: full.sources, samples, latest, shared: openShared(full, days), days }
}

/** Adds an account's values, folded from the first day or the one before it on, with the lanes of that fold; unknown values are in no distribution. */
export function collectReference(draft: ReferenceDraft, account: FoldedAccount, lanes: LaneSpace): void {
  collectSources(draft, account)
  collectShared(draft.shared, account, lanes)
  const hash = hashAccount(account.account)
  for (const { of, quantity, segment } of draft.wanted) {
    const names = segment === null ? null : segmentNames(account.plan, segment)
    const populations = names?.map((name) => referencePopulation(segment, name)) ?? null
    const placed = segment === null ? null : segmentByDay(segment, account, evaluateCondition)
    const values = account.values[of]!
    for (let i = 0; i < draft.samples.length; i++) {
      const at = draft.days.from + i - account.from
      const population = populations === null ? referencePopulation(null, '') : populations[placed![at]!]
      if (population === undefined || Number.isNaN(values[at]!)) continue
      addValue(sampleOf(draft.samples[i]!, quantity, population), hash, values[at]!)
    }
  }
}

/** Whether a source is heard of is no distribution: the nearest event of any account decides, and none may be left out of a sample. */
function collectSources({ sources, latest, days }: ReferenceDraft, account: FoldedAccount): void {
  for (const { node, quantity } of sources) {
    const values = account.values[node]!
    for (let i = 0; i < latest.length; i++) {
      const since = values[days.from + i - account.from]!
      if (!Number.isNaN(since)) latest[i]!.set(quantity, Math.min(since, latest[i]!.get(quantity) ?? since))
    }
  }
}

function sampleOf(samples: ByPopulation<Sample<number>>, quantity: string, population: string): Sample<number> {
  const populations = samples.get(quantity) ?? new Map<string, Sample<number>>()
  samples.set(quantity, populations)
  const sample = populations.get(population) ?? openSample<number>(SAMPLE_MAX)
  populations.set(population, sample)
  return sample
}

/** The finished distributions: ascending points, at most 257; of sources the one number. */
export function closeReference(draft: ReferenceDraft): ReferenceRow[] {
  return [...closeSources(draft), ...closeSamples(draft), ...closeShared(draft.shared)]
}

function closeSources({ latest, days }: ReferenceDraft): ReferenceRow[] {
  return latest.flatMap((byQuantity, i) =>
    [...byQuantity].map(([quantity, since]) => {
      const of = { day: days.from + i, segment: SOURCES, quantity }
      return { ...of, n: 1, points: Float64Array.of(since) }
    }),
  )
}

function closeSamples(draft: ReferenceDraft): ReferenceRow[] {
  return draft.samples.flatMap((samples, i) =>
    [...samples].flatMap(([quantity, populations]) =>
      [...populations].map(([segment, sample]) => {
        const points = compactPoints(Float64Array.from(sample.values))
        return { day: draft.days.from + i, segment, quantity, n: sample.n, points }
      }),
    ),
  )
}

/** References as the fold looks them up. */
export function readReference(rows: readonly ReferenceRow[]): Reference {
  const from = rows.reduce((first, row) => Math.min(first, row.day), DAY_MAX)
  const byQuantity: ByPopulation<(Float64Array | undefined)[]> = new Map()
  for (const row of rows) {
    const populations = byQuantity.get(row.quantity) ?? new Map<string, (Float64Array | undefined)[]>()
    byQuantity.set(row.quantity, populations)
    const points = populations.get(row.segment) ?? []
    populations.set(row.segment, points)
    points[row.day - from] = row.points
  }
  return (population, quantity) => {
    const points = byQuantity.get(quantity)?.get(population)
    return points === undefined ? undefined : { from, points }
  }
}
