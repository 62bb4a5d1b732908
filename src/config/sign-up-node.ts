import { numberAdder } from './add-number.ts'
import { factsOf } from './compile-events.ts'
import type { GraphDraft } from './compile-quantity.ts'
import type { Level } from './expression.ts'
import { type FactKey, factOfName } from './fact-key.ts'

/** The node of the instant at which an entity of the level signed up; unknown before. */
export function signUpNode(graph: GraphDraft, level: Level): number {
  return numberAdder(graph, level)({ kind: 'sign-up', facts: signUpFacts(graph, level) }, 'sign-up', 'instant')
}

function signUpFacts({ config, events }: GraphDraft, level: Level): readonly FactKey[] {
  const listed = config.activation?.signUp ?? null
  if (listed !== null) return factsOf(events, listed)
  const names = level === 'account' ? ['Account Created', 'Signed Up'] : ['Signed Up']
  return names.map((name) => factOfName('track', name))
}
