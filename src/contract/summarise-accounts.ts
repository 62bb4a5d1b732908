import type { AccountRow, AccountSummary } from './accounts.ts'
import type { SignalTypeName } from './values.ts'

const PLANS_MAX = 50
const ASSIGNEES_MAX = 200
const WEEKS = 8
const ACTIVE_WEEKS = 4

type Monies = Map<string, { accounts: number; minor: number }>
type Counts = Map<string, number>

/** What all accounts together add up to, of which one can be taken away again. */
export type AccountTally = {
  total: number
  active28: number
  withAlert: number
  paying: number
  payingAtRisk: number
  readonly byType: Record<SignalTypeName, number>
  readonly mrr: Monies
  readonly mrrAtRisk: Monies
  readonly plans: Counts
  readonly assignees: Counts
  readonly activeWeeks: number[]
}

/** What the accounts list says about all accounts, whatever the filter. */
export function summariseAccounts(rows: readonly AccountRow[], asOf: string | null): AccountSummary {
  const tally = makeTally()
  for (const row of rows) countAccount(tally, row, 1)
  return tellTally(tally, asOf)
}

export function makeTally(): AccountTally {
  return {
    ...{ total: 0, active28: 0, withAlert: 0, paying: 0, payingAtRisk: 0 },
    byType: { activation: 0, engagement: 0, intent: 0, expansion: 0, risk: 0 },
    ...{ mrr: new Map(), mrrAtRisk: new Map(), plans: new Map(), assignees: new Map() },
    activeWeeks: Array.from({ length: WEEKS }, () => 0),
  }
}

/** Adds an account, or takes away one that was added. */
export function countAccount(tally: AccountTally, row: AccountRow, by: 1 | -1): void {
  const { openSignals, mrr, plan, assignee, weeks } = row
  const types = new Set(openSignals.map(({ type }) => type))
  tally.total += by
  if (weeks.slice(-ACTIVE_WEEKS).some((events) => events > 0)) tally.active28 += by
  if (openSignals.length > 0) tally.withAlert += by
  for (const type of types) tally.byType[type] += by
  countName(tally.plans, plan, by)
  countName(tally.assignees, assignee, by)
  for (let week = 0; week < WEEKS; week++) if ((weeks[week] ?? 0) > 0) tally.activeWeeks[week]! += by
  if (mrr === null) return
  tally.paying += by
  addMoney(tally.mrr, mrr, by)
  if (!types.has('risk')) return
  tally.payingAtRisk += by
  addMoney(tally.mrrAtRisk, mrr, by)
}

export function tellTally(tally: AccountTally, asOf: string | null): AccountSummary {
  const { mrr, mrrAtRisk, plans, assignees, byType, activeWeeks, ...counts } = tally
  return {
    ...{ ...counts, byType: { ...byType }, activeWeeks: [...activeWeeks] },
    ...{ mrr: tellMonies(mrr), mrrAtRisk: tellMonies(mrrAtRisk) },
    plans: mostFrequent(plans, PLANS_MAX).map(([plan, n]) => ({ plan, n })),
    assignees: mostFrequent(assignees, ASSIGNEES_MAX).map(([assignee, n]) => ({ assignee, n })),
    asOf,
  }
}

function countName(counts: Counts, name: string | null, by: 1 | -1): void {
  if (name === null || name === '') return
  const n = (counts.get(name) ?? 0) + by
  if (n === 0) counts.delete(name)
  else counts.set(name, n)
}

function addMoney(monies: Monies, { currency, minor }: NonNullable<AccountRow['mrr']>, by: 1 | -1): void {
  const before = monies.get(currency) ?? { accounts: 0, minor: 0 }
  if (before.accounts + by === 0) monies.delete(currency)
  else monies.set(currency, { accounts: before.accounts + by, minor: before.minor + by * minor })
}

/** Per currency, never added up over currencies; largest first. */
function tellMonies(monies: Monies): { currency: string; minor: number }[] {
  const sums = [...monies].map(([currency, { minor }]) => ({ currency, minor }))
  return sums.sort((a, b) => b.minor - a.minor || (a.currency < b.currency ? -1 : 1))
}

function mostFrequent(counts: Counts, limit: number): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit)
}
