import type { Level } from '../expression.ts'
import type { Model, Segment } from '../model.ts'
import { describeCondition } from './describe-condition.ts'
import { listing } from './describe-window.ts'

const WHO: Readonly<Record<Level, string>> = { account: 'accounts', member: 'members', person: 'users' }

/** A segment in one sentence, without its name. */
export function describeSegment({ rule, level }: Segment, { graph }: Pick<Model, 'graph'>): string {
  const nodes = graph[level]
  switch (rule.kind) {
    case 'bands': {
      const bands = rule.bands.map(({ name, from }) => `${name} from ${from}`)
      return `${WHO[level]} by ${nodes[rule.quantity]!.label}: ${listing(bands)}.`
    }
    case 'trait-values':
      return `${WHO[level]} by property ${rule.trait}: ${listing(rule.values)}.`
    case 'cases': {
      const cases = rule.cases.map(({ name, when }) => `${name} when ${describeCondition(when, nodes)}`)
      return `${WHO[level]} by the first that holds of: ${cases.join('; ')}.`
    }
  }
}
