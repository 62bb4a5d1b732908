import type { GivenTable } from '../../store/analytic/analytic-store.ts'
import type { Asking } from '../question/asking.ts'
import { stretchesOf, type Terms } from './mrr-changes.ts'
import { readTerms } from './read-terms.ts'

/** `plan_of`: the plan that each account pays for, from when on; of several subscriptions in force that of the one that began last. */
export async function planTable(asking: Asking): Promise<GivenTable> {
  const accounts: number[] = []
  const starts: number[] = []
  const plans: (string | null)[] = []
  const { byAccount } = await readTerms(asking)
  for (const account of byAccount.accounts) {
    for (const [from, plan] of plansOf(byAccount.termsOf(account))) {
      accounts.push(account)
      starts.push(from)
      plans.push(plan === null ? null : JSON.stringify(plan))
    }
  }
  return {
    name: 'plan_of',
    rows: accounts.length,
    columns: [
      { name: 'account', data: { kind: 'int', values: accounts } },
      { name: 'from_ts', data: { kind: 'bigint', values: starts } },
      { name: 'plan', data: { kind: 'text', values: plans } },
    ],
  }
}

/** The plan from each instant on at which one begins or ends. */
export function plansOf(terms: readonly Terms[]): ReadonlyMap<number, string | null> {
  const stretches = stretchesOf(terms).sort((a, b) => a.from - b.from)
  const moments = [...new Set(stretches.flatMap(({ from, to }) => [from, to]))].filter(Number.isFinite)
  const inForce = (at: number) => stretches.findLast(({ from, to }) => from <= at && at < to)
  return new Map(moments.sort((a, b) => a - b).map((at) => [at, inForce(at)?.plan ?? null]))
}
