import type { Expr } from '../../config/expression.ts'
import type { Model, QuantityNode } from '../../config/model.ts'
import { contentHash } from '../../core/hash.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import { everyName } from '../plan-model.ts'
import { standingModel } from '../read/standing-model.ts'

/** A configuration with the numbers that every proof compares with, behind its own: what it judges stays as it was. */
export type ProvingModel = {
  readonly model: Model
  /** Nodes of the account's graph: whole days since sign-up, events of activity on the day, and days since the last core event. */
  readonly tenureDays: number
  readonly activeToday: number
  readonly sinceCore: number
}

export function provingModel(model: Model, store: AnalyticStore): ProvingModel {
  const { model: standing, account } = standingModel(model, everyName(store))
  const core = standing.graph.account[account.coreToday]!.expr
  const added: readonly Expr[] = [
    { kind: 'tenure', unit: 'days' },
    standing.graph.account[account.activeToday]!.expr,
    { kind: 'days-since-last', facts: core.kind === 'count' ? core.facts : [] },
  ]
  const first = model.graph.account.length
  const graph = { ...model.graph, account: [...model.graph.account, ...added.map(toNode)] }
  return { model: { ...model, graph }, tenureDays: first, activeToday: first + 1, sinceCore: first + 2 }
}

function toNode(expr: Expr): QuantityNode {
  return { id: contentHash(expr), key: null, expr, label: expr.kind, unit: expr.kind === 'count' ? 'count' : 'days' }
}
