import { type FactKey, factOfName } from '../fact-key.ts'
import type { Measure } from '../model.ts'

/**
 * The facts that count each event once, sorted: a measure over names whose every event is counted anyway adds nothing. Two measures with conditions that overlap
 * stay as they are.
 */
export function onceFacts(facts: readonly FactKey[], measureOf: (key: FactKey) => Measure | undefined): FactKey[] {
  const all = new Set(facts)
  const covered = (key: FactKey): boolean => {
    const measure = measureOf(key)
    return measure?.names.every((name) => all.has(factOfName(measure.call, name))) === true
  }
  return [...all].filter((key) => !covered(key)).sort()
}
