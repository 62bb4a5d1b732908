import { estimateProportion } from '../stats/proportions/estimate-proportion.ts'

/** A share of so many with its 95 % limits (Wilson), as every answer of the API reckons them; null of nothing. */
export function shareLimits(
  count: number,
  total: number,
): { readonly estimate: number; readonly lower: number; readonly upper: number } | null {
  return estimateProportion({ successes: count, total })
}
