import type { Model, Outcome } from '../../config/model.ts'

/** The model without what need not be judged: rules matter only where an outcome is one of them. */
export function judgedFor(model: Model, { rule }: Outcome): Model {
  return rule.kind === 'activated' ? model : { ...model, signals: [], rules: [] }
}
