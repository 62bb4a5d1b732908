import { describeCondition } from './describe-condition.ts'
import { listing } from './describe-window.ts'
import type { QuantityNode, Segment } from './model.ts'

/** A segment in one sentence; `nodes` is the graph of its level. */
export function describeSegment({ key, rule }: Segment, nodes: readonly QuantityNode[]): string {
  switch (rule.kind) {
    case 'bands': {
      const bands = rule.bands.map(({ name, from }) => `${name} from ${from}`)
      return `${key} groups by ${nodes[rule.quantity]!.label}: ${listing(bands)}.`
    }
    case 'trait-values':
      return `${key} groups by property ${rule.trait}: ${listing(rule.values)}.`
    case 'cases': {
      const cases = rule.cases.map(({ name, when }) => `${name} when ${describeCondition(when, nodes)}`)
      return `${key} is the first that holds of: ${cases.join('; ')}.`
    }
  }
}
