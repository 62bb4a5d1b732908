import type { Condition } from '../../config/expression.ts'
import type { Rule } from '../../config/model.ts'

/** The name under which the answer to the comparison with a tried threshold is looked for. */
export const SWEPT = '$'

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
  /** Which of both this rule itself looks at, by place. */
  readonly reads: { readonly nodes: readonly number[]; readonly leaves: readonly number[] }
}

/** Several rules split together share what is kept of a day: each has all leaves and nodes. */
export function splitRules(rules: readonly Rule[]): SplitRule[] {
  const leaves: Condition[] = []
  const nodes = new Set<number>()
  const split = rules.map((rule) => {
    const own = { leaves, nodes: new Set<number>() }
    const first = leaves.length
    const whole = splitInto(rule, own)
    for (const node of own.nodes) nodes.add(node)
    return { rule: whole, own: own.nodes, leaves: leaves.slice(first).map((_, i) => first + i) }
  })
  const all = [...nodes]
  return split.map(({ rule, own, leaves: answered }) => {
    const reads = { nodes: [...own].map((node) => all.indexOf(node)), leaves: answered }
    return { rule, leaves, nodes: all, reads }
  })
}

type Into = { readonly leaves: Condition[]; readonly nodes: Set<number> }

function splitInto(rule: Rule, { leaves, nodes }: Into): Rule {
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
  return { ...rule, ...parts }
}

/** The rule with the comparison at a place (`when`, or `when.0` for the first part of an `all`) asked under the name `SWEPT`. */
export function withoutThreshold(rule: Rule, at: string): Rule {
  return replaceAt(rule, at, () => ({ kind: 'signal', signal: SWEPT }))
}

/** The rule with another threshold at a place. */
export function withThresholdAt(rule: Rule, at: string, value: number): Rule {
  return replaceAt(rule, at, (leaf) => (leaf.kind === 'compare' ? { ...leaf, value } : leaf))
}

type Replacing = (leaf: Condition) => Condition

function replaceAt(rule: Rule, at: string, replace: Replacing): Rule {
  const [part, ...steps] = at.split('.')
  const place = part as 'for' | 'when' | 'until' | 'escalate'
  return { ...rule, [place]: replaceWithin(rule[place]!, steps.map(Number), replace) }
}

function replaceWithin(condition: Condition, [step, ...rest]: readonly number[], replace: Replacing): Condition {
  if (step === undefined) return replace(condition)
  switch (condition.kind) {
    case 'not':
    case 'certain':
      return { ...condition, of: replaceWithin(condition.of, rest, replace) }
    case 'all':
    case 'any':
    case 'at-least':
      return { ...condition, of: condition.of.with(step, replaceWithin(condition.of[step]!, rest, replace)) }
    default:
      return condition
  }
}

function shiftNodes({ shift }: NonNullable<Rule['detector']>): number[] {
  return shift === null ? [] : [shift.recent, shift.usual, shift.factor]
}
