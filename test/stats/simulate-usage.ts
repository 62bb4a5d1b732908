import { branch, type Stream, stream } from '../../src/core/stream.ts'
import { negativeBinomial, normal } from '../../src/worlds/sample.ts'

/** Monday to Sunday, mean 1. */
const WEEKDAYS = [1.15, 1.2, 1.2, 1.15, 1.0, 0.18, 0.12].map((share) => (share * 7) / 6)
const AR = 0.5
const NOISE = 0.15

export type UsagePlan = {
  readonly seed: number
  readonly weeks: number
  /** Mean count of a week. */
  readonly volume: number
  /** Size of the negative binomial of a day. */
  readonly size: number
  /** Level on a day, as a share of the usual. */
  readonly level: (day: number) => number
}

/** Daily counts of one invented account: negative binomial around a level with weekdays, and with noise that weeks share (AR(½), deviation 15 %). */
export function simulateUsage(plan: UsagePlan, account: number): Float64Array {
  const source = stream(plan.seed, account)
  const noise = weeklyNoise(branch(source, 'noise'), plan.weeks)
  return Float64Array.from({ length: plan.weeks * 7 }, (_, day) => {
    const mean = (plan.volume / 7) * WEEKDAYS[day % 7]! * noise[Math.floor(day / 7)]! * plan.level(day)
    return negativeBinomial(source, mean, plan.size)
  })
}

function weeklyNoise(source: Stream, weeks: number): number[] {
  let state = normal(source)
  return Array.from({ length: weeks }, () => {
    state = AR * state + Math.sqrt(1 - AR * AR) * normal(source)
    return Math.exp(NOISE * state)
  })
}
