import type { Model, Signal } from '../../config/model.ts'
import { listComparisons } from '../../judge/list-comparisons.ts'

/** How improbable what a detector finds must be, as it is in force; null: the signal detects nothing. */
export function alphaOf({ detector, level, when }: Signal, { graph }: Pick<Model, 'graph'>): number | null {
  if (detector === null) return null
  const chance = listComparisons(when).find(({ quantity }) => {
    const { expr } = graph[level][quantity]!
    return expr.kind === 'chance' || (expr.kind === 'silence' && expr.read === 'chance')
  })
  return chance?.value ?? null
}
