import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { MetricGroup } from './measured.ts'
import type { Reading } from './reading.ts'

/** The groups of accounts as they are on the last day, the largest first; beyond the limit together. Months of sign-up are in their order. */
export async function chooseGroups(reading: Reading, limit: number): Promise<readonly MetricGroup[]> {
  const valueAt = await reading.grouping()
  if (valueAt === null) return []
  const sizes = new Map<BreakdownValue, number>()
  for (const account of (await reading.accountSignUps()).keys()) {
    const value = valueAt(account, reading.last)
    sizes.set(value, (sizes.get(value) ?? 0) + 1)
  }
  const bySize = [...sizes].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1))
  const values = bySize.map(([value]) => value)
  const newest = [...values].sort((a, b) => (String(a) < String(b) ? 1 : -1))
  const shown = reading.by === 'cohort' ? newest.slice(0, limit).reverse() : values.slice(0, limit)
  const groups = shown.map((value) => ({
    value,
    has: (account: number, day: number) => valueAt(account, day) === value,
  }))
  if (values.length <= limit) return groups
  const known = new Set(shown)
  return [...groups, { value: 'other', has: (account, day) => !known.has(valueAt(account, day)) }]
}
