/** The lower triangle L with L Lᵀ = matrix, for a symmetric matrix; null unless it is positive definite. */
export function factorise(matrix: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = matrix.map(() => new Array<number>(matrix.length).fill(0))
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      if (i !== j) lower[i]![j] = sum / lower[j]![j]!
      else if (sum > 1e-12 * Math.abs(matrix[i]![i]!)) lower[i]![i] = Math.sqrt(sum)
      else return null
    }
  }
  return lower
}

/** The x with L Lᵀ x = right. */
export function solveFactorised(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const x = [...right]
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!
    x[i]! /= lower[i]![i]!
  }
  return x
}

/** The diagonal of the inverse of L Lᵀ: variances, where it is an information matrix. */
export function inverseDiagonal(lower: readonly (readonly number[])[]): number[] {
  return lower.map(
    (_, i) =>
      solveFactorised(
        lower,
        lower.map((_, j) => (i === j ? 1 : 0)),
      )[i]!,
  )
}
