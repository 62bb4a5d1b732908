import { student95 } from '../distributions/student.ts'
import type { Interval } from '../interval.ts'
import { sumExactly } from './sum-exactly.ts'

/** A mean with Student's limits; of a single number they are that number's, for it says nothing about spread. Null of none. */
export function estimateMean(values: readonly number[]): Interval | null {
  const n = values.length
  if (n === 0) return null
  const estimate = sumExactly(values) / n
  if (n === 1) return { estimate, lower: estimate, upper: estimate }
  const variance = sumExactly(values.map((value) => (value - estimate) ** 2)) / (n - 1)
  const half = student95(n - 1) * Math.sqrt(variance / n)
  return { estimate, lower: estimate - half, upper: estimate + half }
}
