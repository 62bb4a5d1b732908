import type { CompareOp, Condition } from '../config/expression.ts'
import { isBusinessDomain } from '../core/is-business-domain.ts'
import type { TraitValue } from './fold-traits.ts'

/** Kleene's three values, one per judged day. */
export const FALSE = 0
export const TRUE = 1
export const UNKNOWN = 2

/** A single comparison: FALSE, TRUE, or UNKNOWN when the number is unknown. */
export function compareNumbers(value: number, op: CompareOp, threshold: number): 0 | 1 | 2 {
  if (Number.isNaN(value)) return UNKNOWN
  switch (op) {
    case '>':
      return value > threshold ? TRUE : FALSE
    case '>=':
      return value >= threshold ? TRUE : FALSE
    case '<':
      return value < threshold ? TRUE : FALSE
    case '<=':
      return value <= threshold ? TRUE : FALSE
    case '=':
      return value === threshold ? TRUE : FALSE
    case '!=':
      return value !== threshold ? TRUE : FALSE
  }
}

type TraitCondition = Extract<Condition, { readonly kind: 'trait' }>

/** A trait that is not set is unknown to every test but `is_set`. Numbers and their text are the same value. */
export function testTrait(actual: TraitValue, { op, value }: TraitCondition): 0 | 1 | 2 {
  if (op === 'is_set') return actual !== null ? TRUE : FALSE
  if (actual === null) return UNKNOWN
  const text = String(actual)
  switch (op) {
    case 'is':
      return text === String(value) ? TRUE : FALSE
    case 'is_not':
      return text !== String(value) ? TRUE : FALSE
    case 'in':
      return Array.isArray(value) && value.some((one) => String(one) === text) ? TRUE : FALSE
    case 'business':
      return isBusinessDomain(text) ? TRUE : FALSE
    case 'contains':
      return text.toLowerCase().includes(String(value).toLowerCase()) ? TRUE : FALSE
  }
}
