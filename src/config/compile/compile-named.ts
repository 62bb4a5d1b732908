import type { ActivationNumber } from '../draft.ts'
import type { Condition, Level } from '../expression.ts'
import type { Activation, Score } from '../model.ts'
import { onboardingBands } from '../onboarding-table.ts'
import { compileActivation } from './compile-activation.ts'
import { compileEntitlement, compileForecast } from './compile-entitlement.ts'
import type { GraphDraft } from './compile-quantity.ts'
import { compileScore } from './compile-score.ts'

type Definitions = Pick<GraphDraft, 'nodeOf' | 'bandOf'> & {
  /** Every activation and score of the config, those that nothing mentions too. */
  readonly all: () => { readonly activations: readonly Activation[]; readonly scores: readonly Score[] }
}

/** Compiles activations and scores once each, when something first asks for them. */
export function openDefinitions(graph: GraphDraft): Definitions {
  const activations = new Map<Level, Activation>()
  const scores = new Map<string, Score>()
  const activation = (level: Level): Activation => once(activations, level, () => compileActivation(graph, level))
  const score = (key: string): Score => once(scores, key, () => compileScore(graph, key))
  return {
    nodeOf: (level, named) => {
      switch (named.kind) {
        case 'milestone':
          return activation(level).milestones.find(({ key }) => key === named.milestone)![named.as]
        case 'activation':
          return activationNode(activation(level), named.as)
        case 'score': {
          if (named.score === 'activation') return activation(level).score
          const { node, completeness } = score(named.score)
          return named.as === 'completeness' ? (completeness ?? node) : node
        }
        case 'limit':
          return named.as === 'days'
            ? compileForecast(graph, named.limit)
            : compileEntitlement(graph, named.limit)[named.as]
      }
    },
    bandOf: (level, key, band) => {
      if (key === 'onboarding') return bandOf({ bands: onboardingBands(activation(level).onboarding!) }, band)
      return bandOf(key === 'activation' ? activation(level) : score(key), band)
    },
    all: () => {
      const levels = [...(graph.config.activation?.levels ?? [])].sort()
      const keys = Object.keys(graph.config.scores).sort()
      return { activations: levels.map(activation), scores: keys.map(score) }
    },
  }
}

function once<K, V>(made: Map<K, V>, key: K, make: () => V): V {
  const known = made.get(key) ?? make()
  made.set(key, known)
  return known
}

function bandOf({ bands }: Pick<Score, 'bands'>, name: string): Condition {
  return bands.find((band) => band.name === name)!.when
}

function activationNode(activation: Activation, what: ActivationNumber): number {
  switch (what) {
    case 'milestones':
      return activation.milestonesDone
    case 'return-days':
      return activation.returnDays
    case 'further-features':
      return activation.furtherFeatures
    case 'onboarding':
      return activation.onboarding!
    default:
      return activation[what]
  }
}
