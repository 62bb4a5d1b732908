/** a / b; null when there is nothing to divide by. */
export function ratioOf(a: number, b: number): number | null {
  return b === 0 ? null : a / b
}

export function meanOf(values: ArrayLike<number>): number | null {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return ratioOf(sum, values.length)
}
