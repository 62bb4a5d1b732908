/** Parameters of the BG/NBD model: rates are gamma (shape r, rate alpha), the chance to drop out after an event is beta (a, b). */
export type BuyingModel = { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number }

export type BuyingHistory = {
  /** Repeat events: without the first. */
  readonly repeats: number
  /** Time from the first event to the last one, and to now; in the unit of `alpha`. */
  readonly last: number
  readonly now: number
}

/**
 * Probability that somebody who may stop coming at any event is still coming (BG/NBD; Fader, Hardie and Lee 2005, and their note of 2008). Exactly 1 without a
 * repeat. For use without a contract only: it takes the rate as constant until the end, so it measures silence, not decline.
 */
export function estimateAlive({ r, alpha, a, b }: BuyingModel, { repeats, last, now }: BuyingHistory): number {
  if (repeats === 0) return 1
  const logOdds = Math.log(a / (b + repeats - 1)) + (r + repeats) * (Math.log(alpha + now) - Math.log(alpha + last))
  return 1 / (1 + Math.exp(logOdds))
}
