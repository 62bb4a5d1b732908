import { type CountedNames, noNames } from '../../../reports/dictionary/count-names.ts'
import { type CountedTogether, noneTogether } from '../../../reports/dictionary/count-together.ts'

/** What was counted of event names so far: what comes in is added to it. */
export type KeptNames = {
  /** Of the last batch that changed stored events, when counting began. */
  rewritten: number
  names: CountedNames
  together: CountedTogether
  /** One question after the other adds. */
  adding: Promise<unknown>
}

export function makeKeptNames(): KeptNames {
  return { rewritten: 0, names: noNames(), together: noneTogether(), adding: Promise.resolve() }
}
