import type { Day } from '../core/time.ts'
import type { Money, Task } from './task.ts'

/** As far back as a weekend reaches. */
const FRESH_DAYS = 3

/** What there is to say of a list of tasks as a whole. */
export type TaskSums = {
  readonly waiting: { readonly capacity: number; readonly budget: number }
  readonly accounts: number
  /** Accounts with a signal of risk among the reasons, and what they pay: per currency, largest first. */
  readonly atRisk: { readonly accounts: number; readonly mrr: Money[] }
  readonly overdue: number
  /** Tasks of which a reason began in the last days. */
  readonly fresh: number
}

export function sumUpTasks(tasks: readonly Task[], today: Day): TaskSums {
  const accounts = new Set<string>()
  const risky = new Map<string, Money | null>()
  const waiting = { capacity: 0, budget: 0 }
  let [overdue, fresh] = [0, 0]
  for (const { account, reasons, waits, overdueDays } of tasks) {
    accounts.add(account.key)
    if (waits !== null) waiting[waits] += 1
    if (overdueDays > 0) overdue += 1
    if (reasons.some(({ since }) => today - since <= FRESH_DAYS)) fresh += 1
    if (reasons.some(({ what }) => what.kind === 'signal' && what.type === 'risk')) risky.set(account.key, account.mrr)
  }
  const atRisk = {
    accounts: risky.size,
    mrr: sumMonies([...risky.values()].filter((mrr) => mrr !== null && mrr.minor > 0)),
  }
  return { waiting, accounts: accounts.size, atRisk, overdue, fresh }
}

/** Per currency, never added up over currencies; largest first. */
export function sumMonies(monies: Iterable<Money | null>): Money[] {
  const sums = new Map<string, number>()
  for (const money of monies)
    if (money !== null) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor)
  return [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => b.minor - a.minor)
}
