import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import type { RevenueAnswer, RevenueQuery } from '../../contract/analyze/revenue.ts'
import { addMonths, dayToIso, isoToDay, makeZone } from '../../core/time.ts'
import { toActorList } from '../question/actor-list.ts'
import type { Asking } from '../question/asking.ts'
import { badCell } from '../question/bad-cell.ts'
import { type Closing, closingOf, labelsOf } from '../question/closing.ts'
import { prepareQuestion } from '../question/prepare-question.ts'
import type { ReportSource } from '../question/report-source.ts'
import { chooseCurrency } from '../subscriptions/choose-currency.ts'
import { countTerms } from '../subscriptions/count-terms.ts'
import { changesOf, countOverlapping, type Terms } from '../subscriptions/mrr-changes.ts'
import { type ReadTerms, readTerms } from '../subscriptions/read-terms.ts'
import { foldMovements, type Movement } from './fold-movements.ts'
import { addMovement, checkIdentity, emptySum, type PeriodSum, ratesOf } from './sum-rows.ts'

const LISTED = 10_000

/** MRR movements per account and in all, period by period. */
export async function reportRevenue(source: ReportSource, query: RevenueQuery): Promise<RevenueAnswer> {
  const asking = await prepareQuestion(source, { ...rangeOf(source, query), actor: 'account' }, { interval: query.by })
  const { byAccount, excluded } = await readTerms(asking)
  const closing = closingOf(asking)
  const bounds = Array.from({ length: closing.length + 1 }, (_, i) => asking.calendar.startOf(asking.first + i))
  const counted = new Map([...byAccount].map(([account, terms]) => [account, countTerms(terms, query.preset)]))
  const chosen = chooseCurrency(counted, query, bounds.at(-1)!)
  const labels = labelsOf(asking)
  const sums = labels.map(emptySum)
  const moved = sumAccounts(chosen.byAccount, { bounds, sums })
  for (const [i, sum] of sums.entries()) checkIdentity(sum, labels[i]!)
  const told = moved.filter(({ period, category }) => closing[period]!.complete && category !== null)
  return {
    definition: describe(asking, query),
    complete: closing.every((one) => one.complete),
    excluded,
    without_account: 0,
    warnings: [...asking.warnings, ...warningsOf(byAccount, told.length)],
    currency: chosen.currency,
    unit: 'minor',
    rates_of: query.rates?.date ?? null,
    rows: sums.map((sum, i) => rowOf(sum, { period: labels[i]!, closing: closing[i]!, preset: query.preset })),
    movements: told.slice(0, LISTED).map((one) => ({
      account: source.store.dictionary.account.keyOf(one.account),
      period: labels[one.period]!,
      category: one.category!,
      change: one.end - one.start,
    })),
    ...(query.actors_of === undefined
      ? {}
      : { actors: toActorList(asking, { entities: wantedOf(told, query, labels) }) }),
    ...(query.include.includes('sql') ? { sql: asking.said } : {}),
  }
}

function warningsOf(byAccount: ReadTerms['byAccount'], moved: number): AnalysisWarning[] {
  const overlapping = [...byAccount.values()].reduce((sum, terms) => sum + countOverlapping(terms), 0)
  const overlap = `${overlapping} subscription(s) were said to last beyond the beginning of other terms of theirs; from there on the later terms count.`
  return [
    ...(moved > LISTED
      ? [{ code: 'list_capped', message: `${moved} movements; the first ${LISTED} are listed.` } as const]
      : []),
    ...(overlapping > 0 ? [{ code: 'subscriptions_overlap', message: overlap } as const] : []),
  ]
}

function rangeOf(source: ReportSource, query: RevenueQuery) {
  const { timezone, week_start, from = query.date_from, to = query.date_to } = query
  const zone = makeZone(source.model.product.timezone)
  const last = to ?? dayToIso(zone.dayOf(source.now))
  return { date_from: from ?? dayToIso(addMonths(isoToDay(last)!, -11)), date_to: last, timezone, week_start }
}

type Moved = Movement & { readonly account: number }

function sumAccounts(
  byAccount: ReadonlyMap<number, readonly Terms[]>,
  { bounds, sums }: { readonly bounds: readonly number[]; readonly sums: readonly PeriodSum[] },
): readonly Moved[] {
  const moved: Moved[] = []
  for (const [account, terms] of byAccount) {
    for (const movement of foldMovements(changesOf(terms), bounds)) {
      addMovement(sums[movement.period]!, movement)
      moved.push({ ...movement, account })
    }
  }
  return moved.sort((a, b) => a.period - b.period || a.account - b.account)
}

function wantedOf(told: readonly Moved[], { actors_of }: RevenueQuery, labels: readonly string[]): Set<number> {
  const period = labels.indexOf(actors_of!.period)
  if (period < 0) throw badCell('actors_of.period', actors_of!.period, labels)
  const wanted = told.filter((one) => one.period === period && one.category === actors_of!.category)
  return new Set(wanted.map((one) => one.account))
}

type RowPlace = { readonly period: string; readonly closing: Closing; readonly preset: RevenueQuery['preset'] }

/** Of a period that is not over only its start is known. */
function rowOf(sum: PeriodSum, { period, closing, preset }: RowPlace): RevenueAnswer['rows'][number] {
  const { complete, ready } = closing
  const row = { ...sum, ...ratesOf(sum, preset) }
  if (complete) return { period, complete, ready, ...row }
  const masked = Object.fromEntries(Object.keys(row).map((key) => [key, null])) as Record<keyof typeof row, null>
  return { period, complete, ready, ...masked }
}

function describe(asking: Asking, query: RevenueQuery): string {
  const { rates, currency, preset } = query
  const money = rates === undefined ? '' : `, in ${rates.to} at the rates of ${rates.date}`
  const only = currency === undefined ? '' : `, subscriptions in ${currency} only`
  const whose = preset === 'default' ? '' : `, rates as ${preset} has them`
  const week = query.by === 'week' ? `, weeks from ${asking.weekStart}` : ''
  return `Monthly recurring revenue of all accounts per ${query.by}: what each account's MRR at the end of the period is more or less than at its start${only}${money}${whose}; days of ${asking.zone.name}${week}.`
}
