import { branch, type Stream, type StreamKey, uniform } from '../../core/stream.ts'
import type { Interval } from '../interval.ts'
import { groupBy } from './group-by.ts'
import { quantileOfSorted, sortAscending } from './order-statistics.ts'

export type Bootstrap = {
  readonly entities: number
  /** The number in question, given how often each entity was drawn; NaN where it has none (0 of 0). */
  readonly statistic: (drawn: Int32Array) => number
  readonly seed: StreamKey
  readonly resamples?: number
  /** The stratum of each entity, such as its segment; each stratum keeps its size. */
  readonly strata?: readonly number[]
}

export type BootstrapInterval = Interval & {
  /** Resamples in which the statistic had no value. */
  readonly unknown: number
}

const RESAMPLES = 500

/**
 * Percentile limits by drawing entities, with all their rows, again and again (Efron 1979): for ratios over rows that are not independent. The same seed
 * gives the same limits, as long as entities keep their places: sort them by id. Null without entities, or where the statistic mostly has no value.
 */
export function bootstrapEntities(input: Bootstrap): BootstrapInterval | null {
  const { entities, statistic, seed, resamples = RESAMPLES } = input
  if (entities === 0) return null
  const estimate = statistic(new Int32Array(entities).fill(1))
  const members = membersOf(input)
  const drawn = new Int32Array(entities)
  const values = Array.from({ length: resamples }, (_, round) => {
    drawAgain(drawn, members, branch(seed, round))
    return statistic(drawn)
  })
  const known = sortAscending(values.filter((value) => !Number.isNaN(value)))
  if (Number.isNaN(estimate) || known.length < resamples / 2) return null
  const [lower, upper] = [quantileOfSorted(known, 0.025), quantileOfSorted(known, 0.975)]
  return { estimate, lower, upper, unknown: resamples - known.length }
}

function membersOf({ entities, strata }: Bootstrap): readonly (readonly number[])[] {
  const all = Array.from({ length: entities }, (_, i) => i)
  return strata === undefined ? [all] : [...groupBy(all, (i) => strata[i]!).values()]
}

function drawAgain(drawn: Int32Array, members: readonly (readonly number[])[], source: Stream): void {
  drawn.fill(0)
  for (const stratum of members) {
    for (let i = 0; i < stratum.length; i++) drawn[stratum[Math.floor(uniform(source) * stratum.length)]!]!++
  }
}
