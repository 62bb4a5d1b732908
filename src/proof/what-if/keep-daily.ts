import type { Condition } from '../../config/expression.ts'
import type { Entity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'

/** What is kept of every folded day, for one rule: plain data that goes to other threads. */
export type Keeping = {
  readonly level: 'account'
  readonly nodes: readonly number[]
  readonly leaves: readonly Condition[]
}

/** The days of one entity: numbers by node, and the answers of leaves (0 false, 1 true, 2 unknown). */
export type KeptDays = {
  readonly present: Uint8Array
  readonly values: readonly Float64Array[]
  readonly leaves: readonly Uint8Array[]
}

/** Copies; what is folded serves the next one. To be called once the signals of the entity are judged. */
export function keepDaily(entity: Entity, { nodes, leaves }: Keeping): KeptDays {
  return {
    present: entity.present.slice(),
    values: nodes.map((node) => entity.values[node]!.slice()),
    leaves: leaves.map((leaf) => evaluateCondition(leaf, entity).slice()),
  }
}
