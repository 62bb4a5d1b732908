import { contentHash } from '../../core/hash.ts'
import type { Segment } from '../model.ts'
import { compileCondition, compileQuantity, type GraphDraft } from './compile-quantity.ts'
import { conditionWithIds } from './expr-with-ids.ts'

export function compileSegment(graph: GraphDraft, key: string): Segment {
  const { level, rule: draft } = graph.config.segments[key]!
  const nodes = graph.nodes[level]
  switch (draft.kind) {
    case 'bands': {
      const bands = [...draft.bands].sort((a, b) => a.from - b.from)
      const quantity = compileQuantity(graph, level, draft.quantity)
      const rule = { kind: 'bands', quantity, bands } as const
      return { key, level, rule, hash: contentHash({ level, bands, quantity: nodes[quantity]!.id }) }
    }
    case 'trait-values': {
      const rule = { kind: 'trait-values', trait: draft.trait, values: [...draft.values].sort() } as const
      return { key, level, rule, hash: contentHash({ level, rule }) }
    }
    case 'cases': {
      const cases = draft.cases.map(({ name, when }) => ({ name, when: compileCondition(graph, level, when) }))
      const content = cases.map(({ name, when }) => ({ name, when: conditionWithIds(when, nodes) }))
      return { key, level, rule: { kind: 'cases', cases }, hash: contentHash({ level, content }) }
    }
  }
}
