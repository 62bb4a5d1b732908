import { readerOf, text } from '../../search/read-search.ts'
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

/** The feature that is looked at week by week. */
export const readAdoptionSearch = readerOf({ feature: text })
export type AdoptionSearch = ReturnType<typeof readAdoptionSearch>
