import type { QuantityDraft } from '../draft.ts'
import type { CompareOp, Level } from '../expression.ts'
import { ConditionBuilder } from './condition.ts'
import { addMisuse, extra, type Misuse } from './misuse.ts'
import { type Days, type Months, spanOf } from './window.ts'

/** What a quantity is compared with; days and months only make sense for tenure and days since. */
export type Threshold = number | Days | Months

/** A number of one entity as of one moment, being written; compared, it becomes a condition. `Refs`: the names it mentions. */
export class QuantityBuilder<Refs extends string = string> {
  readonly draft: QuantityDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: QuantityDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** ≥ */
  atLeast(value: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    return this.compare('>=', value, extra('atLeast', rest))
  }
  /** > */
  over(value: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    return this.compare('>', value, extra('over', rest))
  }
  /** < */
  under(value: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    return this.compare('<', value, extra('under', rest))
  }
  /** ≤ */
  atMost(value: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    return this.compare('<=', value, extra('atMost', rest))
  }
  /** = */
  is(value: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    return this.compare('=', value, extra('is', rest))
  }
  /** At least `low` and at most `high`. */
  between(low: Threshold, high: Threshold, ...rest: readonly never[]): ConditionBuilder<Refs> {
    const of = [this.compare('>=', low, []).draft, this.compare('<=', high, []).draft]
    return new ConditionBuilder({ kind: 'all', of }, extra('between', rest))
  }
  /** Whose number an indicator is; default accounts, and whoever else a definition asks for it. Of indicators only. */
  level(level: Level, ...rest: readonly never[]): QuantityBuilder<Refs> {
    return new QuantityBuilder({ ...this.draft, level }, extra('level', rest))
  }
  private compare(op: CompareOp, threshold: Threshold, misuse: readonly Misuse[]): ConditionBuilder<Refs> {
    const quantity = inUnitOf(this.draft, threshold)
    const draft = { quantity, op, value: amountOf(threshold) }
    return new ConditionBuilder({ kind: 'compare', ...draft }, [...misuse, ...badThreshold(this.draft, threshold)])
  }
}

/** Tenure compared with days is counted in days, with months in months. */
function inUnitOf(draft: QuantityDraft, threshold: Threshold): QuantityDraft {
  if (draft.kind !== 'tenure' || typeof threshold !== 'object') return draft
  return { kind: 'tenure', unit: threshold.kind === 'months' ? 'months' : 'days' }
}

function amountOf(threshold: Threshold): number {
  if (typeof threshold !== 'object') return threshold
  return threshold.kind === 'months' ? threshold.months : spanOf('a comparison', threshold).days
}

const IN_DAYS: ReadonlySet<QuantityDraft['kind']> = new Set([
  'tenure',
  'days-since-first',
  'days-since-last',
  'indicator',
  'difference',
  'roll-up',
  'top-member',
  'ago',
])

/** A time to compare with says something only where the quantity is one. */
function badThreshold(draft: QuantityDraft, threshold: Threshold): readonly Misuse[] {
  if (typeof threshold !== 'object') return []
  if (threshold.kind === 'months') {
    if (draft.kind === 'tenure') return []
    const message = `months(${threshold.months}) is compared with something other than tenure, which is not counted in months.`
    return [{ bad: String(threshold.months), message, mend: 'Write a number, or days(n) for days since.' }]
  }
  const { misuse = [] } = spanOf('a comparison', threshold)
  if (IN_DAYS.has(draft.kind) || (draft.kind === 'limit' && draft.as === 'days')) return misuse
  const message = `days(${threshold.days}) is compared with something that is not counted in days.`
  return [...misuse, { bad: String(threshold.days), message, mend: 'Write a number.' }]
}
