import type { Rule } from '../config/model.ts'
import type { Day, Millis } from '../core/time.ts'
import type { JudgedTransition } from './judge-input.ts'
import type { MergeChange } from './merge-states.ts'

/** Who goes away and who stays, of one signal; null: the account itself. */
export type MergeAt = {
  readonly signal: Rule
  readonly leaving: number | null
  readonly staying: number | null
  readonly knownAt: Millis
  readonly day: Day
}

/** The changes of a merge as transitions. What opened an episode explains it under its new name too, where it is among the `earlier` ones. */
export function toMergeTransitions(
  changes: readonly MergeChange[],
  { signal, leaving, staying, knownAt, day }: MergeAt,
  earlier: readonly JudgedTransition[],
): JudgedTransition[] {
  const opening = earlier.findLast((one) => one.signal === signal && one.person === leaving && one.what === 'opened')
  return changes.map(({ of, what, ordinal }) => ({
    ...{ signal, what, ordinal, cause: 'merge' as const, at: knownAt, asOf: day, position: null },
    person: of === 'leaving' ? leaving : staying,
    values: what === 'opened' ? (opening?.values ?? []) : [],
    evidence: what === 'opened' ? (opening?.evidence ?? []) : [],
  }))
}
