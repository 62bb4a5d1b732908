import type { TraitOp } from '../expression.ts'
import type { PropertyCondition } from '../model.ts'
import { listing } from './describe-window.ts'

/** " where severity is high", or nothing. */
export function describeWhere(where: readonly PropertyCondition[]): string {
  if (where.length === 0) return ''
  return ` where ${listing(where.map(({ path, op, value }) => `${path} ${describeTest(op, value)}`))}`
}

const TESTS = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  gt: 'is over',
  gte: 'is at least',
  lt: 'is under',
  lte: 'is at most',
} as const

/** "is high", "is one of a or b", "is known". */
export function describeTest(op: PropertyCondition['op'] | TraitOp, value: PropertyCondition['value']): string {
  if (op === 'business') return 'is of a business domain'
  if (op === 'is_set') return 'is known'
  if (op === 'in') return `is ${listing((Array.isArray(value) ? value : [value]).map(String), 'or')}`
  return `${TESTS[op]} ${String(value)}`
}
