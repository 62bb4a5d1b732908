import { describeCondition } from './describe-condition.ts'
import { listing } from './describe-window.ts'
import type { QuantityNode, Score } from './model.ts'

type ScoreBody = Omit<Score, 'sentence' | 'hash'>

/** A score in full English sentences; `nodes` is the graph of its level. */
export function describeScore(score: ScoreBody, nodes: readonly QuantityNode[]): string {
  return [describeMaking(score, nodes), ...describeExceptions(score, nodes)].join(' ')
}

function describeMaking({ kind, parts, bands }: ScoreBody, nodes: readonly QuantityNode[]): string {
  switch (kind) {
    case 'parts': {
      const all = parts.map(({ name, weight, of }) => `up to ${weight} for ${name} (${nodes[of]!.label})`)
      return `0 to 100: ${listing(all)}.`
    }
    case 'decaying':
      return `0 to 100: ${listing(parts.map(({ name, weight }) => `${weight} for each ${name}, fading`))}.`
    case 'tiers':
      return `The first that holds of: ${listing(bands.map(({ name }) => name))}.`
  }
}

function describeExceptions({ exceptions }: ScoreBody, nodes: readonly QuantityNode[]): readonly string[] {
  return exceptions.map(({ name, when, band }) => {
    const then = band === null ? 'it is said beside the score' : `the score counts as ${band}`
    return `When ${describeCondition(when, nodes)} (${name}), ${then}.`
  })
}
