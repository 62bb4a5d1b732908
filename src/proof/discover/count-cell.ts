import { combineStrata, type StratifiedRatio } from '../../stats/proportions/combine-strata.ts'
import { measurePhi, type Phi } from '../../stats/proportions/measure-phi.ts'
import { type Arms, smallestExpected } from '../../stats/proportions/share.ts'
import { testExactly } from '../../stats/proportions/test-independence.ts'
import { LEAST_EXPECTED } from '../../stats/verdicts/verdict.ts'
import { type Beginners, type Candidate, type Cell, NOT_REACHED, TIMES } from './beginners.ts'

/** 1: had done it within the window. */
export type Doers = Uint8Array

export function doersOf(
  { candidate, reach, times, window }: Cell,
  candidates: readonly Candidate[],
  count: number,
): Doers {
  const reached = candidates[candidate]!.reached[reach][TIMES.indexOf(times as (typeof TIMES)[number])]
  const doers = new Uint8Array(count)
  if (reached === undefined) return doers
  for (let i = 0; i < count; i++) if (reached[i]! !== NOT_REACHED && reached[i]! < window) doers[i] = 1
  return doers
}

/** Within which beginners are compared: their segment and the fifth of early activity; those who do much from the first day on do everything more often. */
export type Strata = { readonly of: Int32Array; readonly count: number }

/** What everything is counted over. */
export type Counting = {
  readonly beginners: Beginners
  readonly strata: Strata
  /** The outcome is bad: doing it is then held against not doing it the other way round, so that above 1 is good. */
  readonly isBad: boolean
}

/** Those who did it, and the others, in each stratum; `weights`: how often each beginner counts, once where there are none. */
export function countStrata(
  { beginners: { had }, strata, weights }: Counting & { readonly weights?: Int32Array },
  members: Int32Array,
  doers: Doers,
): Arms[] {
  const cells = new Float64Array(strata.count * 4)
  for (const i of members) {
    const at = strata.of[i]! * 4 + (doers[i] === 1 ? 0 : 2)
    const weight = weights === undefined ? 1 : weights[i]!
    cells[at] = cells[at]! + (had[i] === 1 ? weight : 0)
    cells[at + 1] = cells[at + 1]! + weight
  }
  return Array.from({ length: strata.count }, (_, stratum) => ({
    exposed: { successes: cells[stratum * 4]!, total: cells[stratum * 4 + 1]! },
    other: { successes: cells[stratum * 4 + 2]!, total: cells[stratum * 4 + 3]! },
  }))
}

export function addArms(strata: readonly Arms[]): Arms {
  const add = (side: 'exposed' | 'other', what: 'successes' | 'total'): number =>
    strata.reduce((sum, arms) => sum + arms[side][what], 0)
  const side = (of: 'exposed' | 'other') => ({ successes: add(of, 'successes'), total: add(of, 'total') })
  return { exposed: side('exposed'), other: side('other') }
}

export type Measured = {
  /** Those who did it, and the others, with the outcome, whichever way it is. */
  readonly arms: Arms
  readonly phi: Phi | null
  /** Within strata, else of all; above 1 is good, also of a bad outcome. */
  readonly ratio: StratifiedRatio
  readonly p: number
}

/** One cell over one part: what goes with doing it. */
export function measureCell(counting: Counting, members: Int32Array, doers: Doers): Measured {
  const strata = countStrata(counting, members, doers)
  const arms = addArms(strata)
  const turned = counting.isBad ? strata.map(swapArms) : strata
  const ratio = combineStrata(turned)
  const isThin = (smallestExpected(arms) ?? 0) < LEAST_EXPECTED
  const all = counting.isBad ? swapArms(arms) : arms
  return { arms, phi: measurePhi(all), ratio, p: isThin ? testExactly(arms) : (ratio.test?.p ?? 1) }
}

export function swapArms({ exposed, other }: Arms): Arms {
  return { exposed: other, other: exposed }
}
