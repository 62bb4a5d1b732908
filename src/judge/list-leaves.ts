import type { Expr } from '../config/expression.ts'
import type { QuantityNode } from '../config/model.ts'
import { partsOf } from '../config/parts-of.ts'

/** The nodes that a node is worked out of, down to those that are made of no others. */
export function listLeaves(nodes: readonly QuantityNode[], node: number): number[] {
  const parts = partsOf(nodes[node]?.expr)
  return parts.length === 0 ? [node] : parts.flatMap((part) => listLeaves(nodes, part))
}

/** Of those, the limits that a number is held against: a share's lower part, where it is a trait or what the plan allows. */
export function listLimits(nodes: readonly QuantityNode[], node: number): number[] {
  const expr = nodes[node]?.expr
  const parts = partsOf(expr).flatMap((part) => listLimits(nodes, part))
  return expr?.kind === 'ratio' && limitTrait(nodes[expr.bottom]?.expr) !== null ? [expr.bottom, ...parts] : parts
}

/** The trait that sets a limit, and whose it is; null: the node is none. */
export function limitTrait(
  expr: Expr | undefined,
): { readonly of: 'account' | 'person'; readonly trait: string } | null {
  if (expr?.kind === 'entitlement') return { of: 'account', trait: expr.trait }
  return expr?.kind === 'trait' ? { of: expr.of, trait: expr.trait } : null
}
