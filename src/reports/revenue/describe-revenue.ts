import type { RevenueQuery } from '../../contract/analyze/revenue.ts'
import type { Asking } from '../question/asking.ts'
import { describeFrame } from '../question/describe-question.ts'

export function describeRevenue(asking: Asking, query: RevenueQuery): string {
  const { rates, currency, preset } = query
  const money = rates === undefined ? datedPhrase(asking, currency) : `, in ${rates.to} at the rates of ${rates.date}`
  const only = currency === undefined ? '' : `, subscriptions in ${currency} only`
  const whose = preset === 'default' ? '' : `, counted as ${preset} does`
  const which = query.filter === undefined && query.breakdown === undefined ? '' : ', as accounts were at its end'
  return `Monthly recurring revenue of all accounts per ${query.by}: what each account's MRR at the end of the period is more or less than at its start${only}${money}${whose}${which}${describeFrame(asking, query.filter, query.breakdown)}`
}

function datedPhrase({ source }: Asking, currency: string | undefined): string {
  const { rates } = source.model.metrics
  return rates === null || currency !== undefined ? '' : `, in ${rates.to} at the rate of the last day of each period`
}
