import type { PackagedPlan } from '../../contract/analyze/packaging.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import type { LimitUse } from '../question/report-source.ts'

const NEAR = 0.8

/** How much of each limit the accounts use. */
export function measureLimits(
  uses: readonly LimitUse[],
  limits: readonly string[],
  accounts: ReadonlySet<number>,
): PackagedPlan['limits'] {
  return limits.map((limit) => {
    const own = uses.filter((one) => one.limit === limit && accounts.has(one.account))
    const known = own.filter(({ used, most }) => used !== null && most !== null)
    const unlimited = known.filter(({ most }) => most === Number.POSITIVE_INFINITY).length
    const shares = known.flatMap(({ used, most }) => (Number.isFinite(most) ? [shareUsed(used!, most!)] : []))
    const count = (is: (share: number) => boolean) => shareOf(shares.filter(is).length, shares.length)
    return {
      ...{ limit, limited: shares.length, unlimited, unknown: accounts.size - shares.length - unlimited },
      median_use: medianOf(shares),
      near: count((share) => share >= NEAR && share < 1),
      reached: count((share) => share >= 1),
    }
  })
}

/** Where nothing is allowed, nothing is not too much. */
function shareUsed(used: number, most: number): number {
  return most === 0 ? (used === 0 ? 0 : 1) : used / most
}

export type Share = PackagedPlan['limits'][number]['near']

export function shareOf(count: number, of: number): Share {
  return { count, of, rate: estimateProportion({ successes: count, total: of }) }
}
