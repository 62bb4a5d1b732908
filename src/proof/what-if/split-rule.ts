import type { Condition } from '../../config/expression.ts'
import type { Rule } from '../../config/model.ts'

/**
 * A rule of which everything but comparisons has been answered: each other leaf is a name (`$0`, `$1` …) under which its answer by day is kept, so that thresholds can
 * be tried without folding again.
 */
export type SplitRule = {
  readonly rule: Rule
  /** The leaves that are answered once, in the order of their names. */
  readonly leaves: readonly Condition[]
  /** Nodes whose numbers by day are needed. */
  readonly nodes: readonly number[]
}

export function splitRule(rule: Rule): SplitRule {
  const leaves: Condition[] = []
  const nodes = new Set<number>()
  const split = (condition: Condition): Condition => {
    switch (condition.kind) {
      case 'compare':
        nodes.add(condition.quantity)
        return condition
      case 'all':
      case 'any':
      case 'at-least':
        return { ...condition, of: condition.of.map(split) }
      case 'not':
      case 'certain':
        return { ...condition, of: split(condition.of) }
      case 'trait':
      case 'in-segment':
      case 'signal':
        return { kind: 'signal', signal: `$${leaves.push(condition) - 1}` }
    }
  }
  const parts = {
    ...{ when: split(rule.when), for: rule.for === null ? null : split(rule.for) },
    ...{
      until: rule.until === null ? null : split(rule.until),
      escalate: rule.escalate === null ? null : split(rule.escalate),
    },
  }
  const { detector } = rule
  if (detector !== null) for (const node of [detector.ratio, ...shiftNodes(detector)]) nodes.add(node)
  return { rule: { ...rule, ...parts }, leaves, nodes: [...nodes] }
}

function shiftNodes({ shift }: NonNullable<Rule['detector']>): number[] {
  return shift === null ? [] : [shift.recent, shift.usual, shift.factor]
}
