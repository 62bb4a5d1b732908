import { day, grouping, oneOf, readerOf } from '../../search/read-search.ts'

export const PRESETS = ['starter', 'next', 'early', 'growth', 'mature', 'all'] as const
export const STAGES = ['acquisition', 'activation', 'engagement', 'retention', 'expansion'] as const

/** Which metrics are looked at, as of the end of which day, and by which groups. */
export const readCatalogueSearch = readerOf({ preset: oneOf(PRESETS), stage: oneOf(STAGES), by: grouping, day })
export type CatalogueSearch = ReturnType<typeof readCatalogueSearch>
