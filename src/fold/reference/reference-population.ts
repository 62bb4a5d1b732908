import type { Entity } from '../entity.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import { segmentByDay, segmentNames } from '../segment-entity.ts'

/** Names a reference's population: one value of a segment, or all accounts. */
export function referencePopulation(segment: string | null, value: string): string {
  return segment === null ? '' : `${segment}=${value}`
}

/** The population that an account is of on each judged day; undefined: of none. */
export function populationByDay(segment: string | null, account: Entity): (i: number) => string | undefined {
  if (segment === null) return () => referencePopulation(null, '')
  const populations = segmentNames(account.plan, segment).map((name) => referencePopulation(segment, name))
  const placed = segmentByDay(segment, account, evaluateCondition)
  return (i) => populations[placed[i]!]
}
