import type { Rule } from '../../config/model.ts'
import type { JudgedTransition } from '../../judge/judge-input.ts'

/** What a rule did in a replay, without what explains it. `person` null: the account's. */
export type ReplayedChange = Pick<JudgedTransition, 'person' | 'what' | 'ordinal' | 'at' | 'asOf'> & {
  readonly rule: Rule
}

export function toChange({ signal: rule, person, what, ordinal, at, asOf }: JudgedTransition): ReplayedChange {
  return { rule, person, what, ordinal, at, asOf }
}
