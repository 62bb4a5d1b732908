import { grouping, readerOf, text } from '../../search/read-search.ts'
import type { Limits } from '../../words/measures.ts'

/** A part of the product: how many of those who have it used it, and how often. */
export type Feature = {
  readonly name: string
  readonly tier: 'core' | 'expansion' | 'nice-to-have'
  readonly adopters: number
  readonly eligible: number
  readonly breadth: Limits | null
  /** Uses per adopting account and week. */
  readonly depth: number | null
}

/** "reports (expansion)", as the metrics have it; null: no feature. */
export function readFeatureLabel(label: string): Pick<Feature, 'name' | 'tier'> | null {
  const [, name = label, tier] = /^(.*) \((core|expansion|nice-to-have)\)$/.exec(label) ?? []
  return tier === undefined ? null : { name, tier: tier as Feature['tier'] }
}

/** The feature that is looked at, what accounts are grouped by, and the outcome by which adopters are compared. */
export const readAdoptionSearch = readerOf({ feature: text, by: grouping, outcome: text })
export type AdoptionSearch = ReturnType<typeof readAdoptionSearch>
