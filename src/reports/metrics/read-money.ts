import { addMonths, type Day, dayToIso, monthStartOf } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import { foldMovements, type Movement, type Rated } from '../revenue/fold-movements.ts'
import { chooseCurrency } from '../subscriptions/choose-currency.ts'
import { countTerms } from '../subscriptions/count-terms.ts'
import { type DatedRates, datedRatesOf } from '../subscriptions/dated-rates.ts'
import { type Change, changesOf } from '../subscriptions/mrr-changes.ts'
import { readTerms } from '../subscriptions/read-terms.ts'
import { changeTerms } from '../subscriptions/terms-by-account.ts'

export type MoneyMonth = { readonly from: Day; readonly to: Day; readonly label: string }

/** What accounts pay: their changes of MRR, and what became of it in each full month. */
export type Money = {
  /** null: nobody ever paid. */
  readonly currency: string | null
  readonly months: readonly MoneyMonth[]
  readonly accounts: readonly PayingAccount[]
}
export type PayingAccount = {
  readonly account: number
  /** MRR just before an instant, at the rates of that day or another. */
  readonly mrrBefore: (at: number, day?: Day) => number
  /** Each in its own currency. */
  readonly changes: readonly Change[]
  /** By place of the month; absent: it paid nothing in it. */
  readonly movements: ReadonlyMap<number, Movement>
}

/** Full months up to a day, the last `count` of them. */
export function fullMonths(last: Day, count: number): readonly MoneyMonth[] {
  const next = monthStartOf(last + 1)
  return Array.from({ length: count }, (_, i) => {
    const from = addMonths(next, i - count)
    return { from, to: addMonths(from, 1) - 1, label: dayToIso(from).slice(0, 7) }
  })
}

/** Everything in one currency: at the dated rates of the configuration where there are several. @throws currency_mixed, rate_missing */
export async function readMoney(asking: Asking, last: Day, count: number): Promise<Money> {
  const { zone } = asking
  const months = fullMonths(last, count)
  const bounds = [...months.map(({ from }) => zone.startOf(from)), zone.startOf(months.at(-1)!.to + 1)]
  const { metrics } = asking.source.model
  const { byAccount: said } = await readTerms(asking)
  const byAccount = changeTerms(said, (terms) => countTerms(terms, metrics.books))
  const rates = datedRatesOf(metrics)
  const { currency, byAccount: terms } =
    rates === null ? chooseCurrency(byAccount, {}, zone.startOf(last + 1)) : { currency: rates.to, byAccount }
  // A bound is the end of the day before it.
  const rated: Rated | null =
    rates === null ? null : (minor, of, bound) => rates.convert(minor, of, zone.dayOf(bounds[bound]!) - 1)
  const accounts = terms.accounts.map((account) => {
    const changes = changesOf(terms.termsOf(account))
    const movements = new Map(foldMovements(changes, bounds, rated).map((one) => [one.period, one]))
    const worthBefore = (at: number, day = zone.dayOf(at - 1)) =>
      mrrBefore(changes, at, (minor, of) => worth(rates, { minor, of, day }))
    return { account, mrrBefore: worthBefore, changes, movements }
  })
  return { currency, months, accounts }
}

function worth(rates: DatedRates | null, { minor, of, day }: { minor: number; of: string; day: Day }): number {
  return rates === null ? minor : rates.convert(minor, of, day)
}

function mrrBefore(changes: readonly Change[], at: number, worthOf: (minor: number, of: string) => number): number {
  const held = new Map<string, number>()
  for (const change of changes)
    if (change.at < at) held.set(change.currency, (held.get(change.currency) ?? 0) + change.by)
  let mrr = 0
  for (const [currency, minor] of held) mrr += worthOf(minor, currency)
  return mrr
}
