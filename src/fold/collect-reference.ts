import type { NodeAt } from '../config/expr-needs.ts'
import { DAY_MAX } from '../core/time.ts'
import type { ReferenceRow } from '../store/analytic/analytic-store.ts'
import type { DayRange } from '../store/analytic/rows.ts'
import { type Reference, SOURCES } from './entity.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import type { FoldedAccount } from './fold-account.ts'
import { referencePopulation } from './fold-entity.ts'
import type { FoldPlan } from './fold-plan.ts'
import { compactPoints } from './percentile-rank.ts'
import { segmentByDay, segmentNames } from './segment-entity.ts'

/** Values kept of one population and day; beyond it a sample by the hash of the account, the same in every run and any order. */
const SAMPLE_MAX = 4096

/** What percentiles need: a node's values by population and day. */
type Wanted = { readonly of: number; readonly quantity: string; readonly segment: string | null }
type Sample = { n: number; limit: number; readonly hashes: number[]; readonly values: number[] }
/** By day, then quantity, then population. */
type ByPopulation<T> = Map<string, Map<string, T>>
export type ReferenceDraft = {
  readonly wanted: readonly Wanted[]
  readonly sources: FoldPlan['sources']
  readonly samples: ByPopulation<Sample>[]
  /** Of each day, by the source's quantity: the fewest days since any account's last event of it. */
  readonly latest: readonly Map<string, number>[]
  readonly days: DayRange
}

/** The account nodes that references are made from: plan a first pass with `only` these. */
export function referenceNodes(plan: FoldPlan): NodeAt[] {
  const ranked = plan.account.steps.flatMap((step) => (step.kind === 'percentile' ? [step.of] : []))
  return [...new Set([...ranked, ...plan.sources.map(({ node }) => node)])].map((node) => ({ level: 'account', node }))
}

/** `full` is the plan with the percentiles; what is collected may be folded with a smaller one. */
export function openReference(full: FoldPlan, days: DayRange): ReferenceDraft {
  const wanted = new Map<string, Wanted>()
  for (const step of full.account.steps) {
    if (step.kind !== 'percentile') continue
    wanted.set(`${step.of}|${step.segment}`, { of: step.of, quantity: step.quantity, segment: step.segment })
  }
  const samples = Array.from({ length: days.to - days.from + 1 }, (): ByPopulation<Sample> => new Map())
  return { wanted: [...wanted.values()], sources: full.sources, samples, latest: samples.map(() => new Map()), days }
}

/** Adds an account's values on every judged day; unknown values are in no distribution. */
export function collectReference(draft: ReferenceDraft, account: FoldedAccount): void {
  collectSources(draft, account)
  const hash = hashAccount(account.account)
  for (const { of, quantity, segment } of draft.wanted) {
    const names = segment === null ? null : segmentNames(account.plan, segment)
    const populations = names?.map((name) => referencePopulation(segment, name)) ?? null
    const placed = segment === null ? null : segmentByDay(segment, account, evaluateCondition)
    const values = account.values[of]!
    for (let i = 0; i < draft.samples.length; i++) {
      const population = populations === null ? referencePopulation(null, '') : populations[placed![i]!]
      if (population === undefined || Number.isNaN(values[i]!)) continue
      addValue(sampleOf(draft.samples[i]!, quantity, population), hash, values[i]!)
    }
  }
}

/** Whether a source is heard of is no distribution: the nearest event of any account decides, and none may be left out of a sample. */
function collectSources({ sources, latest }: ReferenceDraft, account: FoldedAccount): void {
  for (const { node, quantity } of sources) {
    const values = account.values[node]!
    for (let i = 0; i < latest.length; i++) {
      const since = values[i]!
      if (!Number.isNaN(since)) latest[i]!.set(quantity, Math.min(since, latest[i]!.get(quantity) ?? since))
    }
  }
}

function sampleOf(samples: ByPopulation<Sample>, quantity: string, population: string): Sample {
  const populations = samples.get(quantity) ?? new Map<string, Sample>()
  samples.set(quantity, populations)
  const sample = populations.get(population) ?? { n: 0, limit: 2 ** 32, hashes: [], values: [] }
  populations.set(population, sample)
  return sample
}

function addValue(sample: Sample, hash: number, value: number): void {
  sample.n += 1
  if (hash >= sample.limit) return
  sample.hashes.push(hash)
  sample.values.push(value)
  while (sample.values.length > SAMPLE_MAX) halve(sample)
}

/** Keeps the lower half of the hashes: whichever order accounts come in, the same ones stay. */
function halve(sample: Sample): void {
  sample.limit /= 2
  let kept = 0
  for (let i = 0; i < sample.values.length; i++) {
    if (sample.hashes[i]! >= sample.limit) continue
    sample.hashes[kept] = sample.hashes[i]!
    sample.values[kept++] = sample.values[i]!
  }
  sample.hashes.length = kept
  sample.values.length = kept
}

/** The finished distributions: ascending points, at most 257; of sources the one number. */
export function closeReference(draft: ReferenceDraft): ReferenceRow[] {
  return [...closeSources(draft), ...closeSamples(draft)]
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

/** 32 well-mixed bits of a dense id. */
function hashAccount(account: number): number {
  let h = Math.imul(account ^ (account >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
