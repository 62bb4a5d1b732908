import type { Books } from '../../config/metrics/settings.ts'
import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import type { RevenueAnswer, RevenueQuery } from '../../contract/analyze/revenue.ts'
import { addMonths, dayToIso, isoToDay, makeZone } from '../../core/time.ts'
import { readAccountFilter, readAccountValue } from '../question/account-values.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { cappedWarning } from '../question/breakdown-groups.ts'
import { type Closing, closingOf, labelsOf } from '../question/closing.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { chooseCurrency } from '../subscriptions/choose-currency.ts'
import { countTerms } from '../subscriptions/count-terms.ts'
import { type DatedRates, datedRatesOf } from '../subscriptions/dated-rates.ts'
import { countOverlapping } from '../subscriptions/mrr-changes.ts'
import { readTerms } from '../subscriptions/read-terms.ts'
import { changeTerms, onlyAccounts, type TermsByAccount } from '../subscriptions/terms-by-account.ts'
import { describeRevenue } from './describe-revenue.ts'
import type { Rated } from './fold-movements.ts'
import { addToList, concernsList, LISTED, listMovements, makeMovementList, openedAccounts } from './list-movements.ts'
import { bucketsOf, type Summing, sumAccounts } from './sum-accounts.ts'
import { checkIdentity, type PeriodSum, ratesOf } from './sum-rows.ts'

/** MRR movements per account and in all, period by period. */
export async function reportRevenue(source: ReportSource, given: RevenueQuery): Promise<RevenueAnswer> {
  const query = { ...given, by: given.interval ?? given.by }
  const asking = await prepareRevenue(source, query)
  const preset = query.preset ?? source.model.metrics.books
  const { byAccount, excluded } = await readTerms(asking)
  const closing = closingOf(asking)
  const labels = labelsOf(asking)
  const summing = await readSumming(asking, query)
  const asked = onlyAccounts(byAccount, (account) => isAsked(summing, account))
  const counted = changeTerms(asked, (terms) => countTerms(terms, preset))
  const dated = query.rates === undefined && query.currency === undefined ? datedRatesOf(source.model.metrics) : null
  const chosen =
    dated === null ? chooseCurrency(counted, query, summing.bounds.at(-1)!) : { currency: dated.to, byAccount: counted }
  const rated = dated === null ? null : ratedAt(asking, dated)
  const listing = { labels, closing, opens: query.actors_of }
  const list = makeMovementList(listing)
  const summed = sumAccounts(chosen.byAccount, { ...summing, rated }, (movement, account, value) => {
    if (concernsList(list, movement, listing)) addToList(list, { ...movement, account, value }, listing)
  })
  const buckets = query.breakdown === undefined ? [] : bucketsOf(summed, query.breakdown_limit)
  const rowsOf = (sums: readonly PeriodSum[]) =>
    sums.map((sum, i) => rowOf(sum, { period: labels[i]!, closing: closing[i]!, preset }))
  const distinct = summed.byValue.size
  const capped = distinct > query.breakdown_limit ? [cappedWarning(distinct, query.breakdown_limit)] : []
  return {
    definition: describeRevenue(asking, { ...query, preset }),
    complete: closing.every((one) => one.complete),
    excluded,
    without_account: 0,
    warnings: [...asking.warnings, ...capped, ...warningsOf(asked, list.count)],
    currency: chosen.currency,
    unit: 'minor',
    rates_of: query.rates?.date ?? null,
    rows: rowsOf(summed.total),
    ...(query.breakdown === undefined
      ? {}
      : { buckets: buckets.map(({ value, other, sums }) => ({ value, other, rows: rowsOf(sums) })) }),
    movements: listMovements(list, labels, source.store.dictionary.account),
    ...(query.actors_of === undefined
      ? {}
      : { actors: toActorList(asking, { entities: openedAccounts(list, listing, buckets) }) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

/** The default is a year: the period of `to` and the eleven months before it. */
function prepareRevenue(source: ReportSource, query: RevenueQuery): Promise<Asking> {
  const { timezone, week_start, filter, breakdown, from = query.date_from, to = query.date_to } = query
  const zone = makeZone(source.model.product.timezone)
  const last = to ?? dayToIso(zone.dayOf(source.now))
  const range = { date_from: from ?? dayToIso(addMonths(isoToDay(last)!, -11)), date_to: last }
  return prepareQuestion(
    source,
    { ...range, timezone, week_start, filter, breakdown, actor: 'account' },
    { interval: query.by },
  )
}

async function readSumming(asking: Asking, { breakdown }: RevenueQuery): Promise<Omit<Summing, 'rated'>> {
  const { calendar, first, last } = asking
  const bounds = Array.from({ length: last - first + 2 }, (_, i) => calendar.startOf(first + i))
  const range = { from: bounds[0]!, to: bounds.at(-1)! }
  return {
    bounds,
    passes: await readAccountFilter(asking, range),
    groupOf: breakdown === undefined ? null : await readAccountValue(asking, breakdown, range),
  }
}

/** In some period: currencies of accounts that are never asked about matter to nobody. */
function isAsked({ bounds, passes }: Pick<Summing, 'bounds' | 'passes'>, account: number): boolean {
  return bounds.some((end, i) => i > 0 && passes(account, end - 1))
}

/** A bound is the end of the day before it. */
function ratedAt({ calendar, first }: Asking, { convert }: DatedRates): Rated {
  return (minor, currency, bound) => convert(minor, currency, calendar.dayOf(first + bound) - 1)
}

function warningsOf({ accounts, termsOf, hasEnd }: TermsByAccount, moved: number): AnalysisWarning[] {
  const ending = accounts.filter(hasEnd)
  const overlapping = ending.reduce((sum, account) => sum + countOverlapping(termsOf(account)), 0)
  const overlap = `${overlapping} subscription(s) were said to last beyond the beginning of other terms of theirs; from there on the later terms count.`
  const list = `${moved} movements; the first ${LISTED} are listed.`
  return [
    ...(moved > LISTED ? [{ code: 'list_capped', message: list } as const] : []),
    ...(overlapping > 0 ? [{ code: 'subscriptions_overlap', message: overlap } as const] : []),
  ]
}

type RowPlace = { readonly period: string; readonly closing: Closing; readonly preset: Books }

/** Nothing of a period that is not over. */
function rowOf(sum: PeriodSum, { period, closing, preset }: RowPlace): RevenueAnswer['rows'][number] {
  const { complete, ready } = closing
  checkIdentity(sum, period)
  const row = { ...sum, ...ratesOf(sum, preset) }
  if (complete) return { period, complete, ready, ...row }
  const masked = Object.fromEntries(Object.keys(row).map((key) => [key, null])) as Record<keyof typeof row, null>
  return { period, complete, ready, ...masked }
}
