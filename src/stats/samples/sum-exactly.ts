/**
 * The sum of finite numbers, rounded once: whatever the order of the rows, the same double. Keeps the running sum as parts that do not overlap
 * (Shewchuk 1997), so it costs a few additions per number; NaN or an infinity among the numbers gives what plain addition gives. Empty: 0.
 */
export function sumExactly(values: Iterable<number>): number {
  const parts: number[] = []
  let special = 0
  for (const value of values) {
    if (Number.isFinite(value)) addToParts(parts, value)
    else special += value
  }
  return special === 0 ? roundParts(parts) : special
}

/** The mean of the numbers, independent of their order, and between the least and the largest, which rounding may leave; null for none. */
export function meanOf(values: ArrayLike<number> & Iterable<number>): number | null {
  if (values.length === 0) return null
  let least = Number.POSITIVE_INFINITY
  let largest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    least = Math.min(least, value)
    largest = Math.max(largest, value)
  }
  return Math.min(largest, Math.max(least, sumExactly(values) / values.length))
}

/** Σ (x − centre)², independent of the order. */
export function sumSquaresAround(values: readonly number[], centre: number): number {
  return sumExactly(values.map((value) => (value - centre) ** 2))
}

function addToParts(parts: number[], value: number): void {
  let x = value
  let kept = 0
  for (let i = 0; i < parts.length; i++) {
    const y = parts[i]!
    const sum = x + y
    const lost = Math.abs(x) < Math.abs(y) ? x - (sum - y) : y - (sum - x)
    if (lost !== 0) parts[kept++] = lost
    x = sum
  }
  parts[kept] = x
  parts.length = kept + 1
}

/** From the largest part down. Where what is left would tip a tie of the last rounding, it does. */
function roundParts(parts: readonly number[]): number {
  let i = parts.length - 1
  if (i < 0) return 0
  let sum = parts[i--]!
  let lost = 0
  while (i >= 0 && lost === 0) {
    const before = sum
    const part = parts[i--]!
    sum = before + part
    lost = part - (sum - before)
  }
  const rest = i >= 0 ? parts[i]! : 0
  if ((lost < 0 && rest < 0) || (lost > 0 && rest > 0)) {
    const doubled = lost * 2
    const tipped = sum + doubled
    if (doubled === tipped - sum) return tipped
  }
  return sum
}
