import { branch, type Stream, type StreamKey, uniform } from '../../core/stream.ts'
import type { Interval } from '../interval.ts'
import { groupBy } from './group-by.ts'
import { quantileOfSorted, sortAscending } from './order-statistics.ts'

type Resampling = {
  readonly entities: number
  readonly seed: StreamKey
  readonly resamples?: number
  /** The stratum of each entity, such as its segment; each stratum keeps its size. */
  readonly strata?: readonly number[]
}

export type Bootstrap = Resampling & {
  /** The number in question, given how often each entity was drawn; NaN where it has none (0 of 0). */
  readonly statistic: (drawn: Int32Array) => number
}

/** Several numbers of the same draws: `statistics` writes them, `count` many, into an array. */
export type BootstrapMany = Resampling & {
  readonly count: number
  readonly statistics: (drawn: Int32Array, into: Float64Array) => void
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
export function bootstrapEntities({ statistic, ...input }: Bootstrap): BootstrapInterval | null {
  const statistics = (drawn: Int32Array, into: Float64Array): void => {
    into[0] = statistic(drawn)
  }
  return bootstrapMany({ ...input, count: 1, statistics })[0] ?? null
}

/** As `bootstrapEntities`, for several numbers at a time. */
export function bootstrapMany({ statistics, ...input }: BootstrapMany): (BootstrapInterval | null)[] {
  const rounds = bootstrapRounds({ ...input, statistics: ([drawn], [into]) => statistics(drawn!, into!) })
  for (;;) {
    const step = rounds.next()
    if (step.done === true) return step.value
  }
}

export type BootstrapRounds = Resampling & {
  readonly count: number
  /** Draws that are answered for at a time; default 1. */
  readonly together?: number
  /** `drawn`, and `into`: one for each of these draws, fewer in the last round and one in the first, in which everybody is drawn once. */
  readonly statistics: (drawn: readonly Int32Array[], into: readonly Float64Array[]) => void
}

/** As `bootstrapMany`, with a rest behind each round of draws for whoever must not be kept waiting. */
export function* bootstrapRounds(input: BootstrapRounds): Generator<undefined, (BootstrapInterval | null)[]> {
  const { entities, count, statistics, seed, resamples = RESAMPLES, together = 1 } = input
  if (entities === 0) return Array.from({ length: count }, () => null)
  const estimates = new Float64Array(count)
  statistics([new Int32Array(entities).fill(1)], [estimates])
  const members = membersOf(input)
  const draws = Array.from({ length: Math.min(together, resamples) }, () => {
    return { drawn: new Int32Array(entities), into: new Float64Array(count) }
  })
  const values = Array.from({ length: count }, () => new Float64Array(resamples))
  for (let from = 0; from < resamples; from += draws.length) {
    const now = draws.slice(0, resamples - from)
    now.forEach(({ drawn }, i) => {
      drawAgain(drawn, members, branch(seed, from + i))
    })
    statistics(
      now.map(({ drawn }) => drawn),
      now.map(({ into }) => into),
    )
    for (let i = 0; i < count; i++)
      now.forEach(({ into }, draw) => {
        values[i]![from + draw] = into[i]!
      })
    yield
  }
  return values.map((own, i) => limitsOf(estimates[i]!, own))
}

function limitsOf(estimate: number, values: Float64Array): BootstrapInterval | null {
  const known = sortAscending(values.filter((value) => !Number.isNaN(value)))
  if (Number.isNaN(estimate) || known.length < values.length / 2) return null
  const [lower, upper] = [quantileOfSorted(known, 0.025), quantileOfSorted(known, 0.975)]
  return { estimate, lower, upper, unknown: values.length - known.length }
}

function membersOf({ entities, strata }: Resampling): readonly (readonly number[])[] {
  const all = Array.from({ length: entities }, (_, i) => i)
  return strata === undefined ? [all] : [...groupBy(all, (i) => strata[i]!).values()]
}

function drawAgain(drawn: Int32Array, members: readonly (readonly number[])[], source: Stream): void {
  drawn.fill(0)
  for (const stratum of members) {
    for (let i = 0; i < stratum.length; i++) drawn[stratum[Math.floor(uniform(source) * stratum.length)]!]!++
  }
}
