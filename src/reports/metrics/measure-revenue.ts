import type { RevenueNumber } from '../../config/metrics/metric.ts'
import type { Books } from '../../config/metrics/settings.ts'
import type { Model } from '../../config/model.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { ratioOf } from '../question/numbers.ts'
import type { Movement } from '../revenue/fold-movements.ts'
import { logosOf, type PeriodSum, ratesOf } from '../revenue/sum-rows.ts'
import {
  daysBetween,
  isIn,
  type Measure,
  type Measured,
  type Measuring,
  measured,
  partOf,
  shareOf,
  shareRow,
  untold,
  type Who,
} from './measured.ts'
import { type MonthSum, sumLastMonth } from './month-sum.ts'
import { fullMonths } from './read-money.ts'

const NO_MONTH = 'no month with revenue is over yet'
const NOBODY = 'there was no MRR at the start of the month'

/** A number of the last full month. */
export const measureRevenue: Measure<'revenue'> = async ({ of }, measuring) => {
  const found = await sumLastMonth(measuring)
  if (found === null) return untold(measuring.group === null ? NO_MONTH : 'none of them pays')
  const { currency } = await measuring.reading.money()
  const period = daysBetween(found.month.from, found.month.to)
  const given = { ...numberOf(of, found.sum, measuring.reading.model), ...(await besideOf(of, measuring, found)) }
  const who = { who: whoOf(of, found, measuring.reading.model.metrics.books) }
  return measured({ ...given, period, ...who, currency: MONEY.has(of) ? currency : null }, because(of))
}

const MONEY: ReadonlySet<RevenueNumber> = new Set([
  ...(['mrr', 'arr', 'new', 'expansion', 'reactivation', 'contraction', 'churn', 'arpa', 'ltv'] as const),
])

function because(of: RevenueNumber): string {
  if (of === 'ltv') return 'no customer left in the month'
  return of === 'quick_ratio' ? 'nothing was lost in the month' : NOBODY
}

/** Who pays, who moved, or who paid at the start of the month and still does; customers as the books count them. */
function whoOf(of: RevenueNumber, { moved }: MonthSum, books: Books): Who {
  const ids = (holds: (one: Movement) => boolean) => moved.flatMap(([id, one]) => (holds(one) ? [id] : []))
  const split = (isOf: (one: Movement) => boolean, isCounted: (one: Movement) => boolean): Who => ({
    of: 'account',
    counted: ids((one) => isOf(one) && isCounted(one)),
    rest: ids((one) => isOf(one) && !isCounted(one)),
  })
  const paid = ({ start }: Movement) => start > 0
  const isStripe = books === 'stripe'
  const customer = (one: Movement) => paid(one) || (isStripe && (one.category === 'new' || one.joinedAndLeft))
  const left = ({ category, joinedAndLeft }: Movement) => category === 'churn' || (isStripe && joinedAndLeft)
  switch (of) {
    case 'mrr':
    case 'arr':
    case 'arpa':
    case 'concentration':
      return { of: 'account', counted: ids(({ end }) => end > 0), rest: null }
    case 'new':
    case 'expansion':
    case 'reactivation':
    case 'contraction':
    case 'churn':
      return { of: 'account', counted: ids(({ category }) => category === of), rest: null }
    case 'expansion_rate':
      return split(paid, ({ category }) => category === 'expansion')
    case 'quick_ratio':
      return split(
        ({ category }) => category !== null,
        ({ end, start, fx }) => end - start - fx > 0,
      )
    case 'logo_churn':
    case 'revenue_churn':
    case 'ltv':
      return split(customer, left)
    case 'nrr':
    case 'grr':
      return split(paid, ({ end }) => end > 0)
    case 'logo_retention':
      return split(customer, (one) => !left(one))
  }
}

type Number = Partial<Measured> & { readonly value: number | null }

function numberOf(of: RevenueNumber, sum: PeriodSum, model: Model): Number {
  const rates = ratesOf(sum, model.metrics.books)
  const { left, customers } = logosOf(sum, model.metrics.books)
  switch (of) {
    case 'mrr':
      return { value: sum.end }
    case 'arr':
      return { value: 12 * sum.end }
    case 'new':
    case 'expansion':
    case 'reactivation':
    case 'contraction':
    case 'churn':
      return { value: sum[of] }
    case 'nrr':
    case 'grr':
    case 'expansion_rate':
    case 'revenue_churn':
    case 'quick_ratio':
    case 'arpa':
      return { value: rates[of] }
    case 'logo_churn':
      return shareOf(left, customers)
    case 'logo_retention':
      return shareOf(customers - left, customers)
    case 'ltv':
      return lifetimeValue(sum, model)
    case 'concentration':
      return { value: null }
  }
}

/** ARPA × margin / churn; its limits are those of the churn, for the rest was counted. */
export function lifetimeValue(sum: PeriodSum, { product, metrics }: Model): Number {
  const gained = (ratesOf(sum, metrics.books).arpa ?? 0) * product.grossMargin
  const { left, customers } = logosOf(sum, metrics.books)
  const churn = estimateProportion({ successes: left, total: customers })
  if (churn === null || churn.estimate === 0) return { value: null }
  const interval = { lower: gained / churn.upper, upper: gained / churn.lower }
  return { value: gained / churn.estimate, interval }
}

const TOP = 10

async function besideOf(of: RevenueNumber, measuring: Measuring, { month, sum }: MonthSum): Promise<Partial<Measured>> {
  switch (of) {
    case 'nrr':
    case 'mrr':
      return { rows: [{ label: 'growth of MRR', value: ratioOf(sum.end - sum.start, sum.start), unit: 'share' }] }
    case 'logo_churn':
      return {
        rows: [
          {
            label: 'revenue churn',
            value: ratesOf(sum, measuring.reading.model.metrics.books).revenue_churn,
            unit: 'share',
          },
          { label: 'joined and left within the month', value: sum.joined_and_left, unit: 'count' },
        ],
      }
    case 'revenue_churn':
      return { rows: [shareRow('customers that left', sum.customers_churned, sum.customers_start)] }
    case 'concentration':
      return concentrationOf(measuring, month.label)
    default:
      return {}
  }
}

async function concentrationOf({ reading, group }: Measuring, label: string): Promise<Number> {
  const { months, accounts } = await reading.money()
  const at = months.findIndex((month) => month.label === label)
  const paying = accounts
    .filter(({ account }) => isIn(group, account, months[at]!.to))
    .map(({ account, movements }) => ({ account, mrr: movements.get(at)?.end ?? 0 }))
    .filter(({ mrr }) => mrr > 0)
    .sort((a, b) => b.mrr - a.mrr || a.account - b.account)
  const total = paying.reduce((sum, { mrr }) => sum + mrr, 0)
  const top = paying.slice(0, TOP)
  const nameOf = reading.source.store.dictionary.account.keyOf
  const rows = top.map(({ account, mrr }) => ({ label: nameOf(account), value: ratioOf(mrr, total), unit: 'share' }))
  return {
    value: ratioOf(
      top.reduce((sum, { mrr }) => sum + mrr, 0),
      total,
    ),
    rows,
  }
}

const MONTHS = 12

/** Who began in which of twelve months, and who of them pays nothing at the end of the last one. */
export const measureCohortChurn: Measure<'cohort_churn'> = async (_, { reading, last, group }) => {
  const { accounts, months } = await reading.money()
  const asked = fullMonths(last, MONTHS)
  const [from, to] = [asked[0]!, asked.at(-1)!]
  const places = asked.map(({ label }) => months.findIndex((month) => month.label === label))
  const cohorts = new Map<string, { total: number; gone: number }>()
  const [all, left] = [new Set<number>(), new Set<number>()]
  for (const { account, movements } of accounts) {
    const began = places.find((at) => movements.get(at)?.category === 'new')
    if (began === undefined || !isIn(group, account, to.to)) continue
    const cohort = cohorts.get(months[began]!.label) ?? { total: 0, gone: 0 }
    cohorts.set(months[began]!.label, cohort)
    cohort.total += 1
    all.add(account)
    if ((movements.get(places.at(-1)!)?.end ?? 0) > 0) continue
    left.add(account)
    cohort.gone += 1
  }
  const ordered = [...cohorts].sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = ordered.map(([label, { gone, total }]) => shareRow(label, gone, total))
  const sum = (of: 'gone' | 'total') => ordered.reduce((all, [, cohort]) => all + cohort[of], 0)
  const period = daysBetween(from.from, to.to)
  const who = partOf('account', all, (id) => left.has(id))
  return measured(
    { ...shareOf(sum('gone'), sum('total')), period, rows, ...who },
    'nobody became a customer in twelve months',
  )
}
