import type { Millis } from '../../core/time.ts'
import type { SubscriptionRow, TraitRow } from '../../store/analytic/rows.ts'

/** The value of a trait, whichever of its names it came under, as of an instant: of what was valid and known by then, the latest valid one; null when there is none. */
export function traitAsOf(rows: readonly TraitRow[], key: string | readonly string[], at: Millis): TraitRow['value'] {
  let best: TraitRow | null = null
  for (const row of rows) {
    if (!(typeof key === 'string' ? row.key === key : key.includes(row.key))) continue
    if (row.from > at || row.knownAt > at) continue
    if (best === null || row.from > best.from || (row.from === best.from && row.knownAt >= best.knownAt)) best = row
  }
  return best?.value ?? null
}

export function textTraitAsOf(rows: readonly TraitRow[], key: string | null, at: Millis): string | null {
  const value = key === null ? null : traitAsOf(rows, key, at)
  return value === null || value === '' ? null : String(value)
}

/** Every trait in force at an instant, by key. */
export function traitsAsOf(rows: readonly TraitRow[], at: Millis): TraitRow[] {
  const best = new Map<string, TraitRow>()
  for (const row of rows) {
    if (row.from > at || row.knownAt > at) continue
    const known = best.get(row.key)
    if (known === undefined || row.from > known.from || (row.from === known.from && row.knownAt >= known.knownAt))
      best.set(row.key, row)
  }
  return [...best.values()].filter((row) => row.value !== null).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Subscriptions that had begun by an instant, ended ones too, as known then: of the rows of one subscription and start, the one known last. Newest first. */
export function subscriptionsAsOf(rows: readonly SubscriptionRow[], at: Millis): SubscriptionRow[] {
  const known = new Map<string, SubscriptionRow>()
  for (const row of rows) {
    if (row.knownAt > at) continue
    const key = JSON.stringify([row.subscriptionId, row.from])
    const before = known.get(key)
    if (before === undefined || row.knownAt >= before.knownAt) known.set(key, row)
  }
  return [...known.values()].filter((row) => row.from <= at).sort((a, b) => b.from - a.from)
}

/** Money a month in force, by the latest terms of each subscription; null without subscriptions, or in several currencies: those are never added up. */
export function mrrAsOf(rows: readonly SubscriptionRow[], at: Millis): { minor: number; currency: string } | null {
  const latest = new Map<string, SubscriptionRow>()
  for (const row of subscriptionsAsOf(rows, at))
    if (!latest.has(row.subscriptionId)) latest.set(row.subscriptionId, row)
  const inForce = [...latest.values()].filter((row) => row.to === null || at < row.to)
  const currencies = new Set(inForce.map((row) => row.currency))
  const [currency] = currencies
  if (currency === undefined || currencies.size > 1) return null
  return { minor: inForce.reduce((sum, row) => sum + row.mrrMinor, 0), currency }
}
