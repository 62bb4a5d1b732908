/** a / b; null when there is nothing to divide by. */
export function ratioOf(a: number, b: number): number | null {
  return b === 0 ? null : a / b
}

export function meanOf(values: ArrayLike<number>): number | null {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return ratioOf(sum, values.length)
}

/** The middle one, or the mean of the two in the middle. */
export function medianOf(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >>> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
