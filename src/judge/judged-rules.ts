import type { Model, Rule } from '../config/model.ts'

/** Everything that is judged, in order: the signals, then what rests on them. */
export function judgedRules({ signals, rules }: Pick<Model, 'signals' | 'rules'>): readonly Rule[] {
  return rules.length === 0 ? signals : [...signals, ...rules]
}
