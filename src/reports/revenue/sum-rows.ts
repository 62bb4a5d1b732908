import type { Books } from '../../config/metrics/settings.ts'
import { telltaleError } from '../../core/errors.ts'
import { ratioOf } from '../question/numbers.ts'
import type { Movement } from './fold-movements.ts'

/** One period of all accounts; amounts in minor units, movements positive. */
export type PeriodSum = Record<
  | 'start'
  | 'fx'
  | 'new'
  | 'expansion'
  | 'contraction'
  | 'churn'
  | 'reactivation'
  | 'end'
  | 'customers_start'
  | 'customers_new'
  | 'customers_reactivated'
  | 'customers_churned'
  | 'customers_end'
  | 'joined_and_left',
  number
>

export function emptySum(): PeriodSum {
  return {
    start: 0,
    fx: 0,
    new: 0,
    expansion: 0,
    contraction: 0,
    churn: 0,
    reactivation: 0,
    end: 0,
    customers_start: 0,
    customers_new: 0,
    customers_reactivated: 0,
    customers_churned: 0,
    customers_end: 0,
    joined_and_left: 0,
  }
}

const CUSTOMERS = { new: 'customers_new', reactivation: 'customers_reactivated', churn: 'customers_churned' } as const

export function addMovement(sum: PeriodSum, { start, fx, end, category, joinedAndLeft }: Movement): void {
  sum.start += start
  sum.fx += fx
  sum.end += end
  if (start > 0) sum.customers_start += 1
  if (end > 0) sum.customers_end += 1
  if (joinedAndLeft) sum.joined_and_left += 1
  if (category === null) return
  sum[category] += Math.abs(end - start - fx)
  if (category in CUSTOMERS) sum[CUSTOMERS[category as keyof typeof CUSTOMERS]] += 1
}

export function addSum(sum: PeriodSum, other: PeriodSum): void {
  for (const key of Object.keys(sum) as (keyof PeriodSum)[]) sum[key] += other[key]
}

/** @throws bug where start + fx + new + reactivation + expansion − contraction − churn is not end, or a sum is no longer exact */
export function checkIdentity(sum: PeriodSum, period: string): void {
  const end = sum.start + sum.fx + sum.new + sum.reactivation + sum.expansion - sum.contraction - sum.churn
  if (end === sum.end && Number.isSafeInteger(sum.end) && Number.isSafeInteger(sum.start)) return
  throw telltaleError('bug', { reason: `the MRR movements of ${period} come to ${end}, not ${sum.end}` })
}

type Rates = Record<
  'nrr' | 'grr' | 'logo_churn' | 'revenue_churn' | 'expansion_rate' | 'quick_ratio' | 'arpa',
  number | null
>

/**
 * Rates of a period. Ours are of the closed cohort that had MRR at the start. Stripe counts who joined and left in both parts of logo churn; ChartMogul takes
 * reactivation into net retention; Baremetrics leaves contraction out of it, and reactivation out of the quick ratio.
 */
export function ratesOf(sum: PeriodSum, preset: Books): Rates {
  const { expansion, contraction, churn, reactivation } = sum
  const start = sum.start + sum.fx
  const { left, customers } = logosOf(sum, preset)
  const gained = sum.new + expansion + (preset === 'baremetrics' ? 0 : reactivation)
  return {
    nrr: ratioOf(keptOf(sum, preset), start),
    grr: ratioOf(start - contraction - churn, start),
    logo_churn: ratioOf(left, customers),
    revenue_churn: ratioOf(contraction + churn, start),
    expansion_rate: ratioOf(expansion, start),
    quick_ratio: ratioOf(gained, contraction + churn),
    arpa: ratioOf(sum.end, sum.customers_end),
  }
}

function keptOf({ start, fx, expansion, contraction, churn, reactivation }: PeriodSum, preset: Books): number {
  switch (preset) {
    case 'default':
    case 'stripe':
      return start + fx + expansion - contraction - churn
    case 'chartmogul':
      return start + fx + expansion + reactivation - contraction - churn
    case 'baremetrics':
      return start + fx + expansion - churn
  }
}

/** Who left, and of how many: at Stripe's who joined and left within the period is in both. */
export function logosOf(sum: PeriodSum, books: Books): { readonly left: number; readonly customers: number } {
  const { customers_churned: left, customers_start: customers, joined_and_left } = sum
  if (books !== 'stripe') return { left, customers }
  return { left: left + joined_and_left, customers: customers + sum.customers_new + joined_and_left }
}
