import type { Level } from '../expression.ts'
import { type FactKey, factOfName } from '../fact-key.ts'
import type { Model } from '../model.ts'
import { numberAdder } from './add-number.ts'
import { factsOf } from './compile-events.ts'
import type { GraphDraft } from './compile-quantity.ts'

/** The node of the instant at which an entity of the level signed up; unknown before. */
export function signUpNode(graph: GraphDraft, level: Level): number {
  return numberAdder(graph, level)({ kind: 'sign-up', facts: signUpFacts(graph, level) }, 'sign-up', 'instant')
}

function signUpFacts({ config, events }: GraphDraft, level: Level): readonly FactKey[] {
  const listed = config.activation?.signUp ?? null
  return listed === null ? usualSignUps(level) : factsOf(events, listed)
}

/** Whose first event is the sign-up of an entity of the level: as the configuration says, else by their usual names. */
export function signUpFactsOf({ graph }: Pick<Model, 'graph'>, level: Level): readonly FactKey[] {
  for (const { expr } of graph[level]) if (expr.kind === 'sign-up') return expr.facts
  return usualSignUps(level)
}

function usualSignUps(level: Level): readonly FactKey[] {
  const names = level === 'account' ? ['Account Created', 'Signed Up'] : ['Signed Up']
  return names.map((name) => factOfName('track', name))
}
