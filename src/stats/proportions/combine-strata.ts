import { type Interval, intervalOfLog } from '../interval.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { estimateRiskRatio } from './estimate-ratio.ts'
import type { Arms, Share } from './share.ts'
import { type ChiSquareTest, chiSquareTest } from './test-independence.ts'

export type StratifiedRatio = {
  /** All strata thrown together. */
  readonly crude: Interval | null
  /** Within strata; null where no stratum can tell. */
  readonly adjusted: Interval | null
  /** Mantel and Haenszel's test of no difference within any stratum, uncorrected. */
  readonly test: ChiSquareTest | null
  /** Share of the cases that are in strata which contribute: both arms there, and not everybody or nobody successful. */
  readonly kept: number
  /** The strata tell another story than the whole (Simpson): then the adjusted ratio is the headline. */
  readonly flipped: boolean
}

const MUCH = Math.log(1.3)

/**
 * Risk ratio over strata (segment × tenure band): Mantel and Haenszel's (1959), with Greenland and Robins' variance of its logarithm (1985).
 * A stratum with an empty margin contributes nothing.
 */
export function combineStrata(strata: readonly Arms[]): StratifiedRatio {
  const informative = strata.filter(isInformative)
  const adjusted = adjustRatio(informative)
  const crude = estimateRiskRatio({
    exposed: addShares(strata.map(({ exposed }) => exposed)),
    other: addShares(strata.map(({ other }) => other)),
  })
  return {
    crude,
    adjusted,
    test: testStrata(informative),
    kept: sizeOf(strata) === 0 ? 0 : sizeOf(informative) / sizeOf(strata),
    flipped: crude !== null && adjusted !== null && differ(crude.estimate, adjusted.estimate),
  }
}

/** Whether the strata tell another story than the whole that is worth telling: where neither tells from chance, there is none. */
export function tellsAnother({ crude, adjusted, flipped }: StratifiedRatio): boolean {
  const isTold = ({ lower, upper }: Interval): boolean => lower > 1 || upper < 1
  return flipped && crude !== null && adjusted !== null && (isTold(crude) || isTold(adjusted))
}

function differ(crude: number, adjusted: number): boolean {
  const [one, two] = [Math.log(crude), Math.log(adjusted)]
  return Math.abs(one - two) > MUCH || one * two < 0
}

function isInformative({ exposed, other }: Arms): boolean {
  const successes = exposed.successes + other.successes
  return exposed.total > 0 && other.total > 0 && successes > 0 && successes < exposed.total + other.total
}

function adjustRatio(strata: readonly Arms[]): Interval | null {
  const over = (term: (arms: Arms, n: number) => number) =>
    sumExactly(strata.map((arms) => term(arms, arms.exposed.total + arms.other.total)))
  const exposed = over(({ exposed, other }, n) => (exposed.successes * other.total) / n)
  const other = over(({ exposed, other }, n) => (other.successes * exposed.total) / n)
  if (exposed === 0 || other === 0) return null
  const spread = over(({ exposed, other }, n) => {
    const successes = exposed.successes + other.successes
    return (successes * exposed.total * other.total - exposed.successes * other.successes * n) / (n * n)
  })
  return intervalOfLog(Math.log(exposed / other), Math.sqrt(spread / (exposed * other)))
}

function testStrata(strata: readonly Arms[]): ChiSquareTest | null {
  const excess = sumExactly(strata.map((arms) => arms.exposed.successes - expectedOf(arms)))
  const variance = sumExactly(strata.map(varianceOf))
  return variance > 0 ? chiSquareTest((excess * excess) / variance, 1) : null
}

function expectedOf({ exposed, other }: Arms): number {
  return (exposed.total * (exposed.successes + other.successes)) / (exposed.total + other.total)
}

/** Hypergeometric. */
function varianceOf(arms: Arms): number {
  const n = arms.exposed.total + arms.other.total
  const failures = n - arms.exposed.successes - arms.other.successes
  return (expectedOf(arms) * arms.other.total * failures) / (n * (n - 1))
}

function addShares(shares: readonly Share[]): Share {
  return {
    successes: sumExactly(shares.map(({ successes }) => successes)),
    total: sumExactly(shares.map(({ total }) => total)),
  }
}

function sizeOf(strata: readonly Arms[]): number {
  return sumExactly(strata.map(({ exposed, other }) => exposed.total + other.total))
}
