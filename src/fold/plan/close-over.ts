import { conditionNeeds, exprNeeds, type Needs, type NodeAt } from '../../config/expr-needs.ts'
import type { Level } from '../../config/expression.ts'
import type { Model } from '../../config/model.ts'

export const LEVELS: readonly Level[] = ['account', 'member', 'person']
export type Wanted = Record<Level, Set<number>>

/** The nodes that the given ones rest on, through references, segments and roll-ups. */
export function closeOver(model: Model, only: readonly NodeAt[]): Wanted {
  const wanted: Wanted = { account: new Set(), member: new Set(), person: new Set() }
  const add = ({ level, node }: NodeAt): void => {
    if (wanted[level].has(node)) return
    wanted[level].add(node)
    const expr = model.graph[level][node]?.expr
    if (expr !== undefined) for (const need of nodesOf(model, exprNeeds(expr, level))) add(need)
  }
  for (const node of only) add(node)
  return wanted
}

/** The nodes among the needs, those of their segments included. */
export function nodesOf(model: Pick<Model, 'segments'>, { nodes, segments }: Needs): NodeAt[] {
  return [...nodes, ...segments.flatMap((one) => nodesOfSegment(model, one))]
}

function nodesOfSegment(model: Pick<Model, 'segments'>, key: string): NodeAt[] {
  const segment = model.segments.find((one) => one.key === key)
  if (segment === undefined) return []
  const { level, rule } = segment
  if (rule.kind === 'bands') return [{ level, node: rule.quantity }]
  if (rule.kind === 'cases') return rule.cases.flatMap((one) => nodesOf(model, conditionNeeds(one.when, level)))
  return []
}
