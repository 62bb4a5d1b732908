import { oneOf, readerOf } from '../../search/read-search.ts'

export const PRESETS = ['starter', 'next', 'early', 'growth', 'mature', 'all'] as const
export const STAGES = ['acquisition', 'activation', 'engagement', 'retention', 'expansion'] as const

/** Which metrics are looked at. */
export const readCatalogueSearch = readerOf({ preset: oneOf(PRESETS), stage: oneOf(STAGES) })
export type CatalogueSearch = ReturnType<typeof readCatalogueSearch>
