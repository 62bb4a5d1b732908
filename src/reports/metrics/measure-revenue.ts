import type { RevenueAnswer } from '../../contract/analyze/revenue.ts'
import { minorUnits } from '../../core/currency.ts'
import { addMonths, dayToIso, isoToDay } from '../../core/time.ts'
import { type Measured, type Measuring, measured, shareOf, untold } from './measured.ts'

type Row = RevenueAnswer['rows'][number]
const NO_MONTH = 'no month with revenue is over yet'

/** Net revenue retention of the last full month, and the growth of MRR beside it. */
export async function measureNrr(measuring: Measuring): Promise<Measured> {
  const [before, now] = await lastMonths(measuring)
  if (now === undefined) return untold(NO_MONTH)
  const growth = now.start === null || now.end === null || now.start === 0 ? null : (now.end - now.start) / now.start
  const rows = [{ label: 'growth of MRR', value: growth, count: null, total: null }]
  return measured({ value: now.nrr, previous: before?.nrr ?? null, period: monthOf(now), rows }, NO_MONTH)
}

export async function measureExpansion(measuring: Measuring): Promise<Measured> {
  const [before, now] = await lastMonths(measuring)
  if (now === undefined) return untold(NO_MONTH)
  const previous = before?.expansion_rate ?? null
  return measured({ value: now.expansion_rate, previous, period: monthOf(now) }, NO_MONTH)
}

/** Of the last full month with spend: months until what a new customer cost is back. */
export async function measurePayback(measuring: Measuring): Promise<Measured> {
  const { metrics, product } = measuring.source.model
  const spent = ({ period }: Row) => metrics.spend.find(({ month }) => month === period.slice(0, 7))?.amount
  const { rows: full, currency } = await fullMonths(measuring)
  const months = full.filter((row) => spent(row) !== undefined)
  const paybackOf = (row: Row | undefined): number | null => {
    if (row === undefined || currency === null || !row.customers_new || !row.arpa) return null
    return spent(row)! / row.customers_new / ((row.arpa / minorUnits(currency)) * product.grossMargin)
  }
  const [before, now] = [months.at(-2), months.at(-1)]
  if (now === undefined) return untold('no spend of a full month is known: write it into metrics.spend')
  const rows = [
    {
      label: 'spend per new customer',
      value: now.customers_new ? spent(now)! / now.customers_new : null,
      count: now.customers_new,
      total: null,
    },
  ]
  return measured(
    { value: paybackOf(now), previous: paybackOf(before), period: monthOf(now), rows },
    `nobody became a customer in ${now.period.slice(0, 7)}`,
  )
}

const MONTHS = 12

/** Who began in which month, and who of them has left. */
export async function measureChurnByCohort({ last, ask }: Measuring): Promise<Measured> {
  const from = dayToIso(addMonths(last, -MONTHS + 1))
  const { movements, warnings } = await ask('revenue', { from, to: dayToIso(last) })
  if (warnings.some(({ code }) => code === 'list_capped')) return untold('there are more movements than are listed')
  const began = new Map<string, string>()
  const gone = new Map<string, boolean>()
  for (const { account, period, category } of movements) {
    if (category === 'new') began.set(account, period)
    gone.set(account, category === 'churn')
  }
  const cohorts = [...new Set(began.values())].sort()
  const rows = cohorts.map((cohort) => {
    const own = [...began].filter(([, month]) => month === cohort).map(([account]) => account)
    const { value, of } = shareOf(own.filter((account) => gone.get(account)).length, own.length)
    return { label: cohort.slice(0, 7), value, ...of }
  })
  const left = rows.reduce((sum, { count }) => sum + count, 0)
  return measured({ ...shareOf(left, began.size), rows }, 'nobody became a customer in twelve months')
}

async function lastMonths(measuring: Measuring): Promise<[Row | undefined, Row | undefined]> {
  const { rows } = await fullMonths(measuring)
  return [rows.at(-2), rows.at(-1)]
}

/** Months that are over, with MRR at their start or end. */
async function fullMonths({ last, ask }: Measuring): Promise<Pick<RevenueAnswer, 'rows' | 'currency'>> {
  const { rows, currency } = await ask('revenue', { from: dayToIso(addMonths(last, -MONTHS)), to: dayToIso(last) })
  return { rows: rows.filter((row) => row.complete && (row.start || row.end)), currency }
}

function monthOf({ period }: Row): { from: string; to: string } {
  const first = isoToDay(period.length === 7 ? `${period}-01` : period)!
  return { from: dayToIso(first), to: dayToIso(addMonths(first, 1) - 1) }
}
