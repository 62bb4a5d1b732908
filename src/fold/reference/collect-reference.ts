import type { NodeAt } from '../../config/expr-needs.ts'
import { DAY_MAX } from '../../core/time.ts'
import type { ReferenceRow } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import { type Reference, SOURCES } from '../entity.ts'
import type { LaneSpace } from '../fill-lanes.ts'
import type { FoldedAccount } from '../fold-account.ts'
import { nodesOf } from '../plan/close-over.ts'
import type { FoldPlan } from '../plan/fold-plan.ts'
import { collectFrozen, type FrozenDraft, frozenKnots, openFrozen } from './collect-frozen.ts'
import {
  closeShared,
  collectShared,
  openShared,
  type SharedDraft,
  segmentsAsked,
  sharedNodes,
} from './collect-shared.ts'
import { compactPoints } from './percentile-rank.ts'
import { populationByDay } from './reference-population.ts'
import { addValue, hashAccount, openSample, SAMPLE_MAX, type Sample } from './sample-accounts.ts'

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
  /** What scores ask of the ends of quarters. */
  readonly frozen: FrozenDraft
  readonly days: DayRange
}

/** The account nodes that references are made from: plan a first pass with `only` these. */
export function referenceNodes(plan: FoldPlan): NodeAt[] {
  const ranked = plan.account.steps.flatMap((step) => (step.kind === 'percentile' ? [step.of] : []))
  const frozen = frozenKnots(plan)
  const nodes = new Set([
    ...ranked,
    ...frozen.map(({ of }) => of),
    ...plan.sources.map(({ node }) => node),
    ...sharedNodes(plan),
  ])
  const told = nodesOf({ segments: [...plan.segments.values()] }, { nodes: [], segments: segmentsOfReference(plan) })
  return [...[...nodes].map((node) => ({ level: 'account', node }) as const), ...told]
}

/** The segments whose groups are compared. */
function segmentsOfReference(plan: FoldPlan): string[] {
  const ranked = plan.account.steps.flatMap((step) => (step.kind === 'percentile' ? [step.segment] : []))
  const frozen = frozenKnots(plan).map(({ among }) => among)
  const shared = [...segmentsAsked(plan).values()].flat()
  return [...ranked, ...frozen, ...shared].filter((key) => key !== null)
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
  const apart = { shared: openShared(full, days), frozen: openFrozen(full, days) }
  return { wanted: [...wanted.values()], sources: full.sources, samples, latest, ...apart, days }
}

/** Adds an account's values, folded from the first day or the one before it on, with the lanes of that fold. Who was not there yet, and unknown values, are in no distribution. */
export function collectReference(draft: ReferenceDraft, account: FoldedAccount, lanes: LaneSpace): void {
  collectSources(draft, account)
  collectShared(draft.shared, account, lanes)
  collectFrozen(draft.frozen, account)
  const hash = hashAccount(account.account)
  for (const { of, quantity, segment } of draft.wanted) {
    const populationOf = populationByDay(segment, account)
    const values = account.values[of]!
    for (let i = 0; i < draft.samples.length; i++) {
      const at = draft.days.from + i - account.from
      const population = populationOf(at)
      if (population === undefined || account.present[at] === 0 || Number.isNaN(values[at]!)) continue
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
  const to = rows.reduce((last, row) => Math.max(last, row.day), from)
  const byQuantity: ByPopulation<(Float64Array | undefined)[]> = new Map()
  for (const row of rows) {
    const populations = byQuantity.get(row.quantity) ?? new Map<string, (Float64Array | undefined)[]>()
    byQuantity.set(row.quantity, populations)
    // Of one length and without gaps, so that reading a day is as fast for what has few as for what has all.
    const points = populations.get(row.segment) ?? new Array<undefined>(to - from + 1).fill(undefined)
    populations.set(row.segment, points)
    points[row.day - from] = row.points
  }
  return (population, quantity) => {
    const points = byQuantity.get(quantity)?.get(population)
    return points === undefined ? undefined : { from, points }
  }
}
