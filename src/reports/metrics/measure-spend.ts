import type { SpendRow } from '../../config/metrics/settings.ts'
import { minorUnits } from '../../core/currency.ts'
import { ratioOf } from '../question/numbers.ts'
import { type PeriodSum, ratesOf } from '../revenue/sum-rows.ts'
import { lifetimeValue } from './measure-revenue.ts'
import { daysBetween, everyone, type Measure, type MeasuredRow, type Measuring, measured, untold } from './measured.ts'
import { type MonthSum, sumMonth } from './month-sum.ts'
import { readChannels } from './read-channels.ts'
import { fullMonths } from './read-money.ts'

const NO_SPEND = 'no spend of a full month is known: write it into metrics.spend, or a file into metrics.spendFile'
const NO_MONEY =
  'spend is known, but not what customers pay: nobody does yet, or in several currencies without metrics.rates'

/** What customers cost: of the last full month with spend, for all and by channel. */
export const measureSpend: Measure<'spend'> = async ({ of }, measuring) => {
  const { spend } = measuring.reading.model.metrics
  const channel = channelOf(measuring)
  if (channel === undefined) return untold('spend is told by channel only, not by group: ask by source')
  const found = await lastWithSpend(measuring, spend)
  if (found === null) return untold(await whyNone(measuring, spend))
  const { month } = found
  const { currency } = await measuring.reading.money()
  const own = spend.filter((row) => row.month === month.label && (channel === null || row.channel === channel))
  const rows = channel === null ? await channelRows(of, measuring, { month, own }) : []
  const spent = own.reduce((sum, { amount }) => sum + amount, 0) * minorUnits(currency!)
  const { value, interval = null } = costOf(of, { spent, sum: found.sum, measuring })
  const newly = { label: 'new customers', value: found.sum.customers_new, unit: 'count' }
  const came = found.moved.flatMap(([account, { category }]) => (category === 'new' ? [account] : []))
  const who = everyone('account', came)
  return measured(
    { value, interval, period: daysBetween(month.from, month.to), currency, rows: [newly, ...rows], ...who },
    `nobody became a customer in ${month.label}, or nobody left`,
  )
}

/** null: all; undefined: groups that nobody tells the spend of. */
function channelOf({ reading, group }: Measuring): string | null | undefined {
  if (group === null) return null
  const { by } = reading
  const isSource = typeof by === 'object' && by !== null && 'trait' in by && by.trait === '$source'
  return isSource ? String(group.value) : undefined
}

async function lastWithSpend(measuring: Measuring, spend: readonly SpendRow[]): Promise<MonthSum | null> {
  const money = await measuring.reading.money()
  const last = fullMonths(measuring.last, 1)[0]!
  const at = money.months.findLastIndex(
    ({ label, from }) => from <= last.from && spend.some(({ month }) => month === label),
  )
  return at < 0 || money.currency === null ? null : sumMonth(measuring, money, at)
}

async function whyNone(measuring: Measuring, spend: readonly SpendRow[]): Promise<string> {
  const { currency } = await measuring.reading.money()
  return spend.length > 0 && currency === null ? NO_MONEY : NO_SPEND
}

type Cost = { readonly spent: number; readonly sum: PeriodSum; readonly measuring: Measuring }
type Told = { readonly value: number | null; readonly interval?: { lower: number; upper: number } | null }

function costOf(of: 'cac' | 'payback' | 'ltv_cac', { spent, sum, measuring }: Cost): Told {
  const cac = ratioOf(spent, sum.customers_new)
  const { model } = measuring.reading
  const gained = (ratesOf(sum, model.metrics.books).arpa ?? 0) * model.product.grossMargin
  switch (of) {
    case 'cac':
      return { value: cac }
    case 'payback':
      return { value: cac === null ? null : ratioOf(cac, gained) }
    case 'ltv_cac': {
      const { value, interval } = lifetimeValue(sum, model)
      if (cac === null || cac === 0 || value === null) return { value: null }
      return { value: value / cac, interval: { lower: interval!.lower / cac, upper: interval!.upper / cac } }
    }
  }
}

type Channels = { readonly month: MonthSum['month']; readonly own: readonly SpendRow[] }

/** Each channel with what it cost and the customers that came from it: what they pay is theirs too. */
async function channelRows(
  of: 'cac' | 'payback' | 'ltv_cac',
  measuring: Measuring,
  { month, own }: Channels,
): Promise<MeasuredRow[]> {
  const money = await measuring.reading.money()
  const channelAt = await readChannels(measuring.reading)
  const at = money.months.indexOf(month)
  const channels = [...new Set(own.flatMap(({ channel }) => channel ?? []))].sort()
  return channels.map((channel) => {
    const group = { value: channel, has: (account: number, day: number) => channelAt(account, day) === channel }
    const sum = sumMonth({ ...measuring, group }, money, at)?.sum
    const spent = own.filter((row) => row.channel === channel).reduce((all, { amount }) => all + amount, 0)
    const told =
      sum === undefined ? null : costOf(of, { spent: spent * minorUnits(money.currency!), sum, measuring }).value
    return { label: channel, value: told }
  })
}
