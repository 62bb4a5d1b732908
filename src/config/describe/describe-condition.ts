import type { CompareOp, Condition } from '../expression.ts'
import type { QuantityNode } from '../model.ts'
import { describeStanding } from './describe-standing.ts'
import { describeTest } from './describe-where.ts'
import { listing, plural } from './describe-window.ts'

export const OP_WORDS: Readonly<Record<CompareOp, string>> = {
  '>': 'over',
  '>=': 'at least',
  '<': 'under',
  '<=': 'at most',
  '=': 'exactly',
  '!=': 'not',
}

/** A compiled condition in English, with its thresholds; `nodes` is the graph of its level. */
export function describeCondition(condition: Condition, nodes: readonly QuantityNode[]): string {
  const standing = describeStanding(condition, nodes)
  if (standing !== null) return standing
  switch (condition.kind) {
    case 'compare': {
      const node = nodes[condition.quantity]!
      if (node.expr.kind === 'role' && condition.op === '>=') return `has ${node.label}`
      return `${node.label} ${describeThreshold(condition.op, condition.value, node.unit)}`
    }
    case 'trait':
      return `property ${condition.trait} ${describeTest(condition.op, condition.value)}`
    case 'in-segment':
      return `${condition.segment} is ${condition.value}`
    case 'signal':
      return `signal ${condition.signal} is on`
    case 'certain':
      return describeCondition(condition.of, nodes)
    case 'not':
      return `not (${describeCondition(condition.of, nodes)})`
    case 'all':
      return listing(condition.of.map((part) => describePart(part, nodes)))
    case 'any':
      return listing(
        condition.of.map((part) => describePart(part, nodes)),
        'or',
      )
    case 'at-least':
      return `at least ${condition.n} of: ${condition.of.map((part) => describePart(part, nodes)).join('; ')}`
  }
}

function describePart(part: Condition, nodes: readonly QuantityNode[]): string {
  const several = part.kind === 'all' || part.kind === 'any' || part.kind === 'at-least'
  const nested = several && describeStanding(part, nodes) === null
  return nested ? `(${describeCondition(part, nodes)})` : describeCondition(part, nodes)
}

/** "is at least 3", "is under 20 %", "is over 6 months". */
export function describeThreshold(op: CompareOp, value: number, unit: QuantityNode['unit']): string {
  return `is ${OP_WORDS[op]} ${describeAmount(value, unit)}`
}

/** A number in its unit: shares and changes as per cent, days and months with their noun. */
export function describeAmount(value: number, unit: QuantityNode['unit']): string {
  switch (unit) {
    case 'share':
      return `${Number((value * 100).toFixed(2))} %`
    case 'days':
      return plural(value, 'day')
    case 'months':
      return plural(value, 'month')
    case 'count':
    case 'ratio':
    case 'value':
    case 'percentile':
    case 'points':
    case 'instant':
      return String(value)
  }
}
