import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { estimateClusteredProportion } from '../../stats/proportions/estimate-clustered-proportion.ts'
import { estimateDifference } from '../../stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio, measureEValue } from '../../stats/proportions/estimate-ratio.ts'
import { measurePhi, type Phi } from '../../stats/proportions/measure-phi.ts'
import type { Arms, Share } from '../../stats/proportions/share.ts'
import { testExactly } from '../../stats/proportions/test-independence.ts'
import type { Others } from './find-others.ts'
import type { Ground } from './ground.ts'
import type { Case } from './select-cases.ts'

/** How cases compare with others. `arms` are as many cases as the rows of few entities are worth. */
export type Comparison = {
  readonly precision: Interval | null
  readonly base: Interval | null
  readonly crude: Interval | null
  /** Within week, segment and tenure. */
  readonly adjusted: Interval | null
  /** The adjusted one where there is one: the number that is shown, and judged. */
  readonly ratio: Interval | null
  readonly flipped: boolean
  /** Share of the cases that are in strata which can tell. */
  readonly kept: number
  readonly difference: Interval | null
  readonly phi: Phi | null
  readonly eValue: { readonly estimate: number; readonly bound: number } | null
  readonly smallestExpected: number
  readonly p: number
}

export type Comparing = { readonly cases: readonly Case[]; readonly others: Others }

const LEAST_EXPECTED = 5

export function compareCases(ground: Ground, { cases, others }: Comparing): Comparison {
  const exposed = shareOfCases(cases)
  const other = rateOfOthers(ground, others)
  const arms: Arms = { exposed: exposed.effective, other: other.effective }
  const within = strataOf(ground, { cases, others })
  const { adjusted, flipped, kept, test } = combineStrata(within)
  const crude = estimateRiskRatio({ exposed: exposed.raw, other: other.raw })
  const expected = expectedWithin(within)
  return withRatio({
    precision: exposed.rate,
    base: other.rate,
    ...{ crude, adjusted, flipped, kept },
    difference: estimateDifference(arms.exposed, arms.other),
    phi: measurePhi({ exposed: exposed.raw, other: other.raw }),
    smallestExpected: expected,
    p: expected < LEAST_EXPECTED ? testExactly({ exposed: exposed.raw, other: other.raw }) : (test?.p ?? 1),
  })
}

/** With limits of the adjusted ratio by drawing entities again; null: those of the formula hold. */
export function withLimits(comparison: Comparison, drawn: Interval | null): Comparison {
  const { adjusted } = comparison
  if (adjusted === null || drawn === null) return comparison
  return withRatio({ ...comparison, adjusted: { ...adjusted, lower: drawn.lower, upper: drawn.upper } })
}

function withRatio(comparison: Omit<Comparison, 'ratio' | 'eValue'>): Comparison {
  const ratio = comparison.adjusted ?? comparison.crude
  return { ...comparison, ratio, eValue: ratio === null ? null : measureEValue(ratio) }
}

type Rate = { readonly raw: Share; readonly effective: Share; readonly rate: Interval | null }

/** Rows of one entity count as far as they say something of their own. */
function rateOf(shares: readonly Share[]): Rate {
  const raw = { successes: 0, total: 0 }
  for (const { successes, total } of shares) {
    raw.successes += successes
    raw.total += total
  }
  const clustered = estimateClusteredProportion(shares)
  if (clustered === null) return { raw, effective: raw, rate: estimateProportion(raw) }
  const { effective, estimate } = clustered
  return { raw, effective: { successes: estimate * effective, total: effective }, rate: clustered }
}

function shareOfCases(cases: readonly Case[]): Rate {
  const shares = new Map<number, { successes: number; total: number }>()
  for (const { entity, label } of cases) {
    if (label !== 'positive' && label !== 'negative') continue
    const own = shares.get(entity) ?? { successes: 0, total: 0 }
    own.total += 1
    if (label === 'positive') own.successes += 1
    shares.set(entity, own)
  }
  return rateOf([...shares.values()])
}

export function rateOfOthers({ panel }: Ground, { rows, positive }: Others): Rate {
  const totals = new Int32Array(panel.entities.length)
  const successes = new Int32Array(panel.entities.length)
  for (let i = 0; i < rows.length; i++) {
    const entity = panel.entity[rows[i]!]!
    totals[entity]! += 1
    successes[entity]! += positive[i]!
  }
  const shares: Share[] = []
  for (let entity = 0; entity < totals.length; entity++)
    if (totals[entity]! > 0) shares.push({ successes: successes[entity]!, total: totals[entity]! })
  return rateOf(shares)
}

type Told = Pick<Comparing, 'cases' | 'others'>

/** Right and wrong cases, and others with and without the outcome, of each stratum in which there are any. */
function strataOf({ stratum, strata }: Ground, { cases, others: { rows, positive } }: Told): Arms[] {
  const [having, total] = [new Int32Array(strata), new Int32Array(strata)]
  for (let i = 0; i < rows.length; i++) {
    const place = stratum[rows[i]!]!
    total[place]! += 1
    having[place]! += positive[i]!
  }
  const [right, told] = [new Int32Array(strata), new Int32Array(strata)]
  for (const { row, label } of cases) {
    if (row === null || !isTold(label)) continue
    told[stratum[row]!]! += 1
    if (label === 'positive') right[stratum[row]!]! += 1
  }
  const arms: Arms[] = []
  for (let place = 0; place < strata; place++) {
    if (told[place] === 0 && total[place] === 0) continue
    const exposed = { successes: right[place]!, total: told[place]! }
    arms.push({ exposed, other: { successes: having[place]!, total: total[place]! } })
  }
  return arms
}

/** The smallest of the four counts that would be expected if the signal told nothing within any stratum. */
function expectedWithin(strata: readonly Arms[]): number {
  const cells = [0, 0, 0, 0]
  for (const { exposed, other } of strata) {
    const total = exposed.total + other.total
    if (exposed.total === 0 || other.total === 0) continue
    const rate = (exposed.successes + other.successes) / total
    const counts = [exposed.total * rate, exposed.total * (1 - rate), other.total * rate, other.total * (1 - rate)]
    counts.forEach((count, i) => {
      cells[i]! += count
    })
  }
  return Math.min(...cells)
}

/** Whether a case counts: what became of it is known, and it came neither too late nor to nobody. */
export function isTold(label: Case['label']): boolean {
  return label === 'positive' || label === 'negative'
}
