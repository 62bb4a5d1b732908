import type { BreakdownValue } from '../../contract/analyze/question.ts'
import { groupBy } from '../../stats/samples/group-by.ts'

/** Accounts by plan; `other` stands for the plans beyond the limit. */
export type PlanGroup = {
  readonly plan: BreakdownValue
  readonly other: boolean
  readonly accounts: ReadonlySet<number>
  /** Whether a plan is this one, or one of the others. */
  readonly isOf: (plan: BreakdownValue) => boolean
}

/** The largest first, and those of one size by name. */
export function groupPlans(
  accounts: readonly number[],
  planOf: (account: number) => BreakdownValue,
  limit: number,
): readonly PlanGroup[] {
  const ordered = [...groupBy(accounts, planOf)].sort(
    (a, b) => b[1].length - a[1].length || (String(a[0]) < String(b[0]) ? -1 : 1),
  )
  const shown = ordered.slice(0, limit)
  const rest = ordered.slice(limit)
  const groups = shown.map(([plan, own]) => ({
    ...{ plan, other: false, accounts: new Set(own) },
    isOf: (one: BreakdownValue) => one === plan,
  }))
  if (rest.length === 0) return groups
  const names = new Set(shown.map(([plan]) => plan))
  const others = new Set(rest.flatMap(([, own]) => own))
  return [...groups, { plan: 'other', other: true, accounts: others, isOf: (one) => !names.has(one) }]
}
