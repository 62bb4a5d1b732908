/** ln(1 − eˣ) for x ≤ 0, with all digits at both ends (Mächler 2012). */
export function logOneMinusExp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))
}

/** ln Σ exp(xᵢ) without overflow; −∞ (the logarithm of nothing) for no terms. */
export function logSumExp(terms: readonly number[]): number {
  const largest = terms.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  if (!Number.isFinite(largest)) return largest
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0))
}
