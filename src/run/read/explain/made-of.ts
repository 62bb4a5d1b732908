import type { QuantityNode } from '../../../config/model.ts'
import type { MadeOf } from '../../../contract/explanation.ts'
import { contentHash } from '../../../core/hash.ts'

/** What a ratio, change or difference is made from; null: it is none. `read`: the value of a node; null: unknown. */
export function madeOf(nodes: readonly QuantityNode[], node: number, read: (node: number) => number | null): MadeOf {
  const part = (index: number) => {
    const { label = '', unit = 'count' } = nodes[index] ?? {}
    return { label, unit, value: read(index) }
  }
  const expr = nodes[node]?.expr
  switch (expr?.kind) {
    case 'ratio':
      return { how: 'ratio', top: part(expr.top), bottom: part(expr.bottom) }
    case 'against':
      return { how: 'ratio', top: part(expr.recent), bottom: part(expr.expected) }
    case 'forecast': {
      const edge = (of: 'early' | 'late') =>
        nodes.findIndex(
          (one) => one.expr.kind === 'forecast' && contentHash(one.expr) === contentHash({ ...expr, edge: of }),
        )
      return { how: 'between', top: part(edge('early')), bottom: part(edge('late')) }
    }
    case 'change':
    case 'difference':
      return { how: expr.kind, top: part(expr.now), bottom: part(expr.before) }
    default:
      return null
  }
}
