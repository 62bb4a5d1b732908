import type { QuantityDraft } from '../draft.ts'
import type { CompareOp } from '../expression.ts'
import { ConditionBuilder } from './condition.ts'
import type { Days, Months } from './window.ts'

/** What a quantity is compared with; days and months only make sense for tenure and days since. */
export type Threshold = number | Days | Months

/** A number of one entity as of one moment, being written; compared, it becomes a condition. `Refs`: the names it mentions. */
export class QuantityBuilder<Refs extends string = string> {
  readonly draft: QuantityDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: QuantityDraft) {
    this.draft = draft
  }
  /** ≥ */
  atLeast(value: Threshold): ConditionBuilder<Refs> {
    return this.compare('>=', value)
  }
  /** > */
  over(value: Threshold): ConditionBuilder<Refs> {
    return this.compare('>', value)
  }
  /** < */
  under(value: Threshold): ConditionBuilder<Refs> {
    return this.compare('<', value)
  }
  /** ≤ */
  atMost(value: Threshold): ConditionBuilder<Refs> {
    return this.compare('<=', value)
  }
  /** = */
  is(value: Threshold): ConditionBuilder<Refs> {
    return this.compare('=', value)
  }
  /** At least `low` and at most `high`. */
  between(low: Threshold, high: Threshold): ConditionBuilder<Refs> {
    return new ConditionBuilder({ kind: 'all', of: [this.compare('>=', low).draft, this.compare('<=', high).draft] })
  }
  private compare(op: CompareOp, threshold: Threshold): ConditionBuilder<Refs> {
    const quantity = inUnitOf(this.draft, threshold)
    return new ConditionBuilder({ kind: 'compare', quantity, op, value: amountOf(threshold) })
  }
}

/** Tenure compared with days is counted in days, with months in months. */
function inUnitOf(draft: QuantityDraft, threshold: Threshold): QuantityDraft {
  if (draft.kind !== 'tenure' || typeof threshold !== 'object') return draft
  return { kind: 'tenure', unit: threshold.kind === 'months' ? 'months' : 'days' }
}

function amountOf(threshold: Threshold): number {
  if (typeof threshold !== 'object') return threshold
  return threshold.kind === 'months' ? threshold.months : threshold.days
}
