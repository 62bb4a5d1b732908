import { type Confirming, ratioOf } from './confirm-find.ts'
import { measureCell } from './count-cell.ts'
import type { Searched } from './search-grid.ts'

/** What events without any meaning reach, each at its best cell; a find that is no better says no more than they do. */
export type Placebo = {
  /** null: no such event was done by enough. */
  readonly bar: number | null
  readonly events: readonly { readonly candidate: number; readonly lower: number | null }[]
}

export function measurePlacebo(confirming: Omit<Confirming, 'placeboBar'>, neutral: readonly Searched[]): Placebo {
  const best = new Map<number, Searched>()
  const lowerOf = ({ discovery }: Searched): number => discovery.phi?.lower ?? Number.NEGATIVE_INFINITY
  for (const one of neutral) {
    const before = best.get(one.cell.candidate)
    if (before === undefined || lowerOf(one) > lowerOf(before)) best.set(one.cell.candidate, one)
  }
  const events = [...best].map(([candidate, { doers }]) => {
    const measured = measureCell(confirming, confirming.members, doers)
    return { candidate, lower: ratioOf(measured, confirming.isBad)?.lower ?? null }
  })
  const bars = events.flatMap(({ lower }) => (lower === null ? [] : [lower]))
  return { bar: bars.length === 0 ? null : Math.max(...bars), events }
}
