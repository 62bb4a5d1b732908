import { contentHash } from '../../core/hash.ts'
import { conditionWithIds } from '../compile/expr-with-ids.ts'
import type { Model, Rule } from '../model.ts'
import { stateName } from '../state-name.ts'

/** Milestones, activation and bands, as `level subject.key`. What is added or defined anew is seeded by a silent replay. */
export type RulesDiff = {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly redefined: readonly string[]
}

export function diffRules(before: Model, after: Model): RulesDiff {
  const was = new Map(before.rules.map((rule) => [nameOf(rule), contentOf(before, rule)]))
  const is = new Map(after.rules.map((rule) => [nameOf(rule), contentOf(after, rule)]))
  return {
    added: [...is.keys()].filter((name) => !was.has(name)),
    removed: [...was.keys()].filter((name) => !is.has(name)),
    redefined: [...is].flatMap(([name, content]) => (was.has(name) && was.get(name) !== content ? [name] : [])),
  }
}

/** The differences in sentences; none where there are none. */
export function describeRules({ added, removed, redefined }: RulesDiff): readonly string[] {
  const lines: readonly (readonly [readonly string[], string])[] = [
    [added, 'New, and seeded by a silent replay'],
    [redefined, 'Defined anew, and seeded by a silent replay'],
    [removed, 'Removed; what is open closes with cause config'],
  ]
  return lines.flatMap(([names, what]) => (names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`]))
}

function nameOf(rule: Rule): string {
  return `${rule.level} ${stateName(rule)}`
}

function contentOf({ graph, segments }: Model, rule: Rule): string {
  const nodes = graph[rule.level]
  const hashes = new Map(segments.map(({ key, hash }) => [key, hash]))
  return contentHash([rule.for, rule.when].map((one) => one && conditionWithIds(one, nodes, hashes)))
}
