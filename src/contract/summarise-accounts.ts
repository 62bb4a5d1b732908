import type { AccountRow, AccountSummary } from './accounts.ts'
import type { SignalTypeName } from './values.ts'

const PLANS_MAX = 50
const ASSIGNEES_MAX = 200

/** What the accounts list says about all accounts, whatever the filter. */
export function summariseAccounts(rows: readonly AccountRow[], asOf: string | null): AccountSummary {
  const paying = rows.filter((row) => row.mrr !== null)
  const payingAtRisk = paying.filter((row) => row.openSignals.some((open) => open.type === 'risk'))
  return {
    total: rows.length,
    active28: rows.filter(({ weeks }) => weeks.slice(-4).some((events) => events > 0)).length,
    withAlert: rows.filter((row) => row.openSignals.length > 0).length,
    byType: {
      activation: withType(rows, 'activation'),
      engagement: withType(rows, 'engagement'),
      intent: withType(rows, 'intent'),
      expansion: withType(rows, 'expansion'),
      risk: withType(rows, 'risk'),
    },
    mrr: sumMoney(paying),
    paying: paying.length,
    payingAtRisk: payingAtRisk.length,
    mrrAtRisk: sumMoney(payingAtRisk),
    plans: mostFrequent(rows, (row) => row.plan, PLANS_MAX).map(([plan, n]) => ({ plan, n })),
    assignees: mostFrequent(rows, (row) => row.assignee, ASSIGNEES_MAX).map(([assignee, n]) => ({ assignee, n })),
    activeWeeks: Array.from({ length: 8 }, (_, week) => rows.filter((row) => (row.weeks[week] ?? 0) > 0).length),
    asOf,
  }
}

function withType(rows: readonly AccountRow[], type: SignalTypeName): number {
  return rows.filter((row) => row.openSignals.some((open) => open.type === type)).length
}

/** Per currency, never added up over currencies; largest first. */
function sumMoney(rows: readonly AccountRow[]): { currency: string; minor: number }[] {
  const sums = new Map<string, number>()
  for (const { mrr } of rows) if (mrr !== null) sums.set(mrr.currency, (sums.get(mrr.currency) ?? 0) + mrr.minor)
  return [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => b.minor - a.minor)
}

function mostFrequent(
  rows: readonly AccountRow[],
  pick: (row: AccountRow) => string | null,
  limit: number,
): [string, number][] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = pick(row)
    if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit)
}
