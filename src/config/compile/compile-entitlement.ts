import type { EntitlementDraft } from '../draft.ts'
import type { Expr } from '../expression.ts'
import type { Entitlement } from '../model.ts'
import { addNode, compileQuantity, type GraphDraft } from './compile-quantity.ts'

/** The days until the limit is reached, and the ends of their interval beside them. */
export function compileForecast(graph: GraphDraft, key: string): number {
  const { usage, limit } = compileEntitlement(graph, key)
  const add = (edge: 'middle' | 'early' | 'late', said: string): number => {
    const label = `days until the limit of ${key} is reached${said}`
    return addNode(graph, 'account', { key: null, expr: { kind: 'forecast', usage, limit, edge }, label, unit: 'days' })
  }
  add('early', ' at the earliest')
  add('late', ' at the latest')
  return add('middle', '')
}

/** A limit of the plan as nodes of the account graph: the number used up, how far it may go, and the one as a share of the other. */
export function compileEntitlement(graph: GraphDraft, key: string): Entitlement {
  const draft = graph.config.entitlements[key]!
  const usage = compileQuantity(graph, 'account', draft.usage)
  const limit = addNode(graph, 'account', {
    key: null,
    expr: limitExpr(draft),
    label: `limit of ${key}`,
    unit: 'value',
  })
  const label = `${graph.nodes.account[usage]!.label} as a share of the limit`
  const expr = { kind: 'ratio', top: usage, bottom: limit } as const
  return { key, usage, limit, use: addNode(graph, 'account', { key: null, expr, label, unit: 'share' }) }
}

function limitExpr({ limit }: EntitlementDraft): Expr {
  if (limit.kind === 'trait') return { kind: 'trait', of: 'account', trait: limit.trait }
  const plans = [...limit.plans].sort((a, b) => (a.plan < b.plan ? -1 : 1))
  return { kind: 'entitlement', trait: limit.trait, plans }
}
