import type { CohortsQuery } from '../../contract/analyze/cohorts.ts'
import type { Asking } from '../question/asking.ts'
import { PERIOD_MS } from '../retention/cells.ts'
import { chooseCurrency } from '../subscriptions/choose-currency.ts'
import { changesOf } from '../subscriptions/mrr-changes.ts'
import { readTerms } from '../subscriptions/read-terms.ts'
import { onlyAccounts } from '../subscriptions/terms-by-account.ts'
import type { Ageing } from './group-newcomers.ts'

/** Adds the MRR that each account has just before each period of age ends. */
export async function addMrr(
  asking: Asking,
  { period, total_intervals, currency }: CohortsQuery,
  { ofEntity, add }: Ageing,
): Promise<void> {
  const { byAccount } = await readTerms(asking)
  const own = onlyAccounts(byAccount, (account) => ofEntity.has(account))
  const chosen = chooseCurrency(own, { currency, rates: undefined }, Number.POSITIVE_INFINITY)
  for (const account of chosen.byAccount.accounts) {
    const { signUp } = ofEntity.get(account)!
    const changes = changesOf(chosen.byAccount.termsOf(account))
    for (let age = 0; age < total_intervals; age++) {
      const end = signUp + (age + 1) * PERIOD_MS[period]
      add(
        account,
        age,
        changes.reduce((sum, { at, by }) => (at < end ? sum + by : sum), 0),
      )
    }
  }
}
