import type { PartCurve } from '../expression.ts'
import type { QuantityNode, Score } from '../model.ts'
import { describeCondition } from './describe-condition.ts'
import { listing } from './describe-window.ts'

type ScoreBody = Omit<Score, 'sentence' | 'hash'>

/** A score in full English sentences; `nodes` is the graph of its level. */
export function describeScore(score: ScoreBody, nodes: readonly QuantityNode[]): string {
  return [describeMaking(score, nodes), ...describeExceptions(score, nodes)].join(' ')
}

function describeMaking({ kind, node, parts, bands }: ScoreBody, nodes: readonly QuantityNode[]): string {
  switch (kind) {
    case 'parts': {
      const curves = curvesOf(nodes[node]!)
      const all = parts.map(
        ({ name, weight, of }, at) => `up to ${weight} for ${name} (${nodes[of]!.label}${describeCurve(curves[at])})`,
      )
      return `0 to 100: ${listing(all)}.`
    }
    case 'decaying':
      return `0 to 100: ${listing(parts.map(({ name, weight }) => `${weight} for each ${name}, fading`))}.`
    case 'tiers':
      return `The first that holds of: ${listing(bands.map(({ name }) => name))}.`
  }
}

/** Those of everybody who is in no variant. */
function curvesOf({ expr }: QuantityNode): readonly PartCurve[] {
  return expr.kind === 'score' ? (expr.variants.at(-1)?.parts.map(({ curve }) => curve) ?? []) : []
}

/** Fixed knots are read in the configuration; frozen ones say whom they are of. */
function describeCurve(curve: PartCurve | undefined): string {
  if (curve === undefined || !('among' in curve)) return ''
  const whom = curve.among === null ? 'all accounts' : `accounts of the same ${curve.among}`
  return `, by the percentiles of ${whom} as the quarter began`
}

function describeExceptions({ exceptions }: ScoreBody, nodes: readonly QuantityNode[]): readonly string[] {
  return exceptions.map(({ name, when, band }) => {
    const then = band === null ? 'it is said beside the score' : `the score counts as ${band}`
    return `When ${describeCondition(when, nodes)} (${name}), ${then}.`
  })
}
