import { medianOf } from '../samples/order-statistics.ts'

/**
 * Theil-Sen slope: the median slope between two weeks, over all pairs, of ln(count + ½). A week's change as a logarithm: −0.1 is about −10 % a week.
 * `weeks` are counts, oldest first, NaN where unknown. Null with fewer than two known weeks. (Theil 1950, Sen 1968.)
 */
export function estimateTrend(weeks: readonly number[]): number | null {
  const slopes: number[] = []
  for (let i = 0; i < weeks.length; i++) {
    for (let j = i + 1; j < weeks.length; j++) {
      const slope = (Math.log(weeks[j]! + 0.5) - Math.log(weeks[i]! + 0.5)) / (j - i)
      if (!Number.isNaN(slope)) slopes.push(slope)
    }
  }
  return medianOf(slopes)
}
