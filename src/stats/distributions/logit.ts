/** ln of the odds of a probability in the open (0, 1). */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p)
}

/** The probability of a logit. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
