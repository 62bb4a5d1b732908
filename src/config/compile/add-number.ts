import type { Expr, Level } from '../expression.ts'
import type { QuantityNode } from '../model.ts'
import { addNode, type GraphDraft } from './compile-quantity.ts'

/** Adds a number without a name of its own to the graph, and gives its node. */
export type AddNumber = (expr: Expr, label: string, unit: QuantityNode['unit']) => number

export function numberAdder(graph: GraphDraft, level: Level): AddNumber {
  return (expr, label, unit) => addNode(graph, level, { key: null, expr, label, unit })
}
