import type { DictionaryTable } from './dictionaries.ts'

/** What the keys of dictionaries become whose owners asked to be forgotten, before the id: no key of a product begins with a space. */
export const FORGOTTEN_KEY = ' forgotten:'

export function isForgottenKey(key: string): boolean {
  return key.startsWith(FORGOTTEN_KEY)
}

/** How many committed keys are somebody's. */
export function countKnown({ keys, committed }: DictionaryTable): number {
  let known = 0
  for (let id = 1; id <= committed; id++) if (!isForgottenKey(keys[id]!)) known++
  return known
}
