import type { Interval } from '../interval.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { estimateProportion } from './estimate-proportion.ts'
import type { Share } from './share.ts'

export type ClusteredProportion = Interval & {
  /** As many independent cases would say as much. */
  readonly effective: number
}

/**
 * A proportion over rows that belong to entities, which are not independent of each other: Wilson's limits at the effective number of cases
 * min(n, p (1 − p) / v), with v = G/(G − 1) Σ (yᵢ − p nᵢ)² / n² over the G entities (the linearised variance of a ratio; Cochran 1977).
 * Where all rows agree v says nothing, and each entity counts once. Null with fewer than two entities that have rows.
 */
export function estimateClusteredProportion(entities: readonly Share[]): ClusteredProportion | null {
  const clusters = entities.filter(({ total }) => total > 0)
  if (clusters.length < 2) return null
  const total = sumExactly(clusters.map((cluster) => cluster.total))
  const p = sumExactly(clusters.map(({ successes }) => successes)) / total
  const effective = effectiveCases(clusters, p, total)
  const interval = estimateProportion({ successes: p * effective, total: effective })
  return interval === null ? null : { ...interval, estimate: p, effective }
}

function effectiveCases(clusters: readonly Share[], p: number, total: number): number {
  if (p === 0 || p === 1) return clusters.length
  const count = clusters.length
  const squares = sumExactly(clusters.map((cluster) => (cluster.successes - p * cluster.total) ** 2))
  const variance = ((count / (count - 1)) * squares) / (total * total)
  return Math.min(total, (p * (1 - p)) / variance)
}
