import type { Interval } from '../interval.ts'
import { sumExactly } from '../samples/sum-exactly.ts'
import { estimateProportion } from './estimate-proportion.ts'
import type { Share } from './share.ts'

export type ClusteredProportion = Interval & {
  /** As many independent cases would say as much. */
  readonly effective: number
}

/** What entities have in common: `times` of them (default: one) have as many rows and successes each. */
export type SharedBy = Share & { readonly times?: number }

/**
 * A proportion over rows that belong to entities, which are not independent of each other: Wilson's limits at the effective number of cases
 * min(n, p (1 − p) / v), with v = G/(G − 1) Σ (yᵢ − p nᵢ)² / n² over the G entities (the linearised variance of a ratio; Cochran 1977).
 * Where all rows agree v says nothing, and each entity counts once. Null with fewer than two entities that have rows.
 */
export function estimateClusteredProportion(entities: readonly SharedBy[]): ClusteredProportion | null {
  const clusters = entities.filter(({ total }) => total > 0)
  if (countOf(clusters) < 2) return null
  const total = sumExactly(clusters.map((cluster) => cluster.total * timesOf(cluster)))
  const p = sumExactly(clusters.map((cluster) => cluster.successes * timesOf(cluster))) / total
  const effective = effectiveCases(clusters, p, total)
  const interval = estimateProportion({ successes: p * effective, total: effective })
  return interval === null ? null : { ...interval, estimate: p, effective }
}

function timesOf({ times = 1 }: SharedBy): number {
  return times
}

function countOf(clusters: readonly SharedBy[]): number {
  return clusters.reduce((count, cluster) => count + timesOf(cluster), 0)
}

function effectiveCases(clusters: readonly SharedBy[], p: number, total: number): number {
  const count = countOf(clusters)
  if (p === 0 || p === 1) return count
  const squares = sumExactly(clusters.map((one) => timesOf(one) * (one.successes - p * one.total) ** 2))
  const variance = ((count / (count - 1)) * squares) / (total * total)
  return Math.min(total, (p * (1 - p)) / variance)
}
