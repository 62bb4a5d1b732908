import type { EntityScope } from '../entity-scope.ts'

/** Where the numbers stand that all accounts share on a day, in the points of the reference of their weeks. */
export const SHARED = { factor: 0, overdispersion: 1, suspected: 2, least: 0.6 } as const
/** From here on: how each of the weeks before compares with usual for the median account, newest first. */
export const OWN_WEEKS = 3

/** What the accounts of a population share on a judged day; null: nothing is known of it. */
export function readShared(
  { entity, reference, referenceLag }: Pick<EntityScope, 'entity' | 'reference' | 'referenceLag'>,
  { shared, population }: { readonly shared: string; readonly population: string },
  i: number,
): Float64Array | null {
  const byDay = reference?.(population, shared)
  return byDay?.points[entity.from + i - referenceLag - byDay.from] ?? null
}
