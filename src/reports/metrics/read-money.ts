import { addMonths, type Day, dayToIso, monthStartOf } from '../../core/time.ts'
import type { Asking } from '../question/asking.ts'
import { foldMovements, type Movement } from '../revenue/fold-movements.ts'
import { chooseCurrency } from '../subscriptions/choose-currency.ts'
import { type Change, changesOf } from '../subscriptions/mrr-changes.ts'
import { readTerms } from '../subscriptions/read-terms.ts'

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
  const { byAccount } = await readTerms(asking)
  const { currency, byAccount: terms } = chooseCurrency(byAccount, {}, zone.startOf(last + 1))
  const accounts = [...terms.keys()]
    .sort((a, b) => a - b)
    .map((account) => {
      const changes = changesOf(terms.get(account)!)
      const movements = new Map(foldMovements(changes, bounds).map((one) => [one.period, one]))
      return { account, changes, movements }
    })
  return { currency, months, accounts }
}

/** MRR just before an instant. */
export function mrrBefore({ changes }: Pick<PayingAccount, 'changes'>, at: number): number {
  let mrr = 0
  for (const change of changes) if (change.at < at) mrr += change.by
  return mrr
}
