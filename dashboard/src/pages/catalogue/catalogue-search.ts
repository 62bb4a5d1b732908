import { day, oneOf, type Read, readerOf, text } from '../../search/read-search.ts'

export const PRESETS = ['starter', 'next', 'early', 'growth', 'mature', 'all'] as const
export const STAGES = ['acquisition', 'activation', 'engagement', 'retention', 'expansion'] as const

/** By what the API groups accounts. */
const by: Read<string> = (value) => {
  const said = text(value)
  return said !== undefined && /^(plan|tenure|source|cohort|(segment|trait|band):.{1,300})$/.test(said)
    ? said
    : undefined
}

/** Which metrics are looked at, as of the end of which day, and by which groups. */
export const readCatalogueSearch = readerOf({ preset: oneOf(PRESETS), stage: oneOf(STAGES), by, day })
export type CatalogueSearch = ReturnType<typeof readCatalogueSearch>
