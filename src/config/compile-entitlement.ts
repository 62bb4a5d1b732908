import { addNode, compileQuantity, type GraphDraft } from './compile-quantity.ts'
import type { EntitlementDraft } from './draft.ts'
import type { Expr } from './expression.ts'
import type { Entitlement } from './model.ts'

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
