import { stream } from '../../core/stream.ts'
import type { Interval } from '../../stats/interval.ts'
import { combineStrata } from '../../stats/proportions/combine-strata.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import { bootstrapEntities } from '../../stats/samples/bootstrap-entities.ts'
import { addArms, type Counting, countStrata, type Doers, swapArms } from './count-cell.ts'

/** Whether it holds when accounts are drawn again, and in each segment. */
export type Stability = {
  /** Limits by drawing accounts, with all their users, again. */
  readonly ratio: Interval | null
  /** The share of draws whose lower limit is above 1; null: none says anything. */
  readonly stable: number | null
  /** Segments with enough doers, with the ratio in each. */
  readonly segments: readonly { readonly segment: number; readonly ratio: number | null }[]
  readonly dependsOnSegment: boolean
}

const DRAWS = 200
const LEAST_STABLE = 0.8
const LEAST_DOERS = 30

export function measureStability(counting: Counting, members: Int32Array, doers: Doers): Stability {
  const { ratio, stable } = drawAgain(counting, members, doers)
  const segments = bySegment(counting, members, doers)
  const holdsEverywhere = segments.every((one) => one.ratio === null || one.ratio > 1)
  return { ratio, stable, segments, dependsOnSegment: (stable ?? 0) < LEAST_STABLE || !holdsEverywhere }
}

function drawAgain(counting: Counting, members: Int32Array, doers: Doers): Pick<Stability, 'ratio' | 'stable'> {
  const { cluster, count } = counting.beginners
  const accounts = [...new Set(Array.from(members, (i) => cluster[i]!))].sort((a, b) => a - b)
  const placeOf = new Map(accounts.map((account, place) => [account, place]))
  const places = Int32Array.from(members, (i) => placeOf.get(cluster[i]!)!)
  const weights = new Int32Array(count)
  const lower: number[] = []
  const ratio = bootstrapEntities({
    entities: accounts.length,
    resamples: DRAWS,
    seed: stream(1, 'discovery'),
    statistic: (drawn) => {
      for (const [at, i] of members.entries()) weights[i] = drawn[places[at]!]!
      const arms = turned(counting, countStrata({ ...counting, weights }, members, doers))
      const { adjusted } = combineStrata(arms)
      lower.push(adjusted?.lower ?? Number.NaN)
      return adjusted?.estimate ?? Number.NaN
    },
  })
  // The first is not a draw: everybody counts once.
  const known = lower.slice(1).filter((limit) => !Number.isNaN(limit))
  return { ratio, stable: known.length === 0 ? null : known.filter((limit) => limit > 1).length / known.length }
}

function turned({ isBad }: Counting, arms: ReturnType<typeof countStrata>): ReturnType<typeof countStrata> {
  return isBad ? arms.map(swapArms) : arms
}

function bySegment(counting: Counting, members: Int32Array, doers: Doers): Stability['segments'] {
  const { segment } = counting.beginners
  const values = [...new Set(Array.from(members, (i) => segment[i]!))]
    .filter((value) => value >= 0)
    .sort((a, b) => a - b)
  return values.flatMap((value) => {
    const own = members.filter((i) => segment[i] === value)
    const arms = addArms(countStrata(counting, own, doers))
    if (arms.exposed.total < LEAST_DOERS) return []
    return [{ segment: value, ratio: estimateRiskRatio(counting.isBad ? swapArms(arms) : arms)?.estimate ?? null }]
  })
}
