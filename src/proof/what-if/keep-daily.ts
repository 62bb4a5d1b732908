import type { Condition } from '../../config/expression.ts'
import type { Entity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { type PackedDays, packDays, unpackDays } from './pack-days.ts'

/** What is kept of every folded day, for some rules: plain data that goes to other threads. */
export type Keeping = {
  readonly level: 'account'
  readonly nodes: readonly number[]
  readonly leaves: readonly Condition[]
}

/** The days of one entity: numbers by node, and the answers of leaves (0 false, 1 true, 2 unknown). */
export type OpenDays = {
  readonly present: Uint8Array
  readonly values: readonly Float64Array[]
  readonly leaves: readonly Uint8Array[]
}

/** The same, packed: whether it was there, then the nodes, then the leaves, each a column. */
export type KeptDays = PackedDays

/** Copies; what is folded serves the next one. To be called once the signals of the entity are judged. */
export function keepDaily(entity: Entity, { nodes, leaves }: Keeping): KeptDays {
  return packOpenDays({
    present: entity.present,
    values: nodes.map((node) => entity.values[node]!),
    leaves: leaves.map((leaf) => evaluateCondition(leaf, entity)),
  })
}

export function packOpenDays({ present, values, leaves }: OpenDays): KeptDays {
  return packDays([present, ...values, ...leaves])
}

/** The numbers of one node, by its place among those that are kept. */
export function unpackNode(kept: KeptDays, node: number, into: Float64Array): Float64Array {
  unpackDays(kept, 1 + node, into)
  return into
}

/** Which of the nodes and leaves that are kept are wanted, by place. */
type Wanted = { readonly nodes: readonly number[]; readonly leaves: readonly number[] }

/** Room for what is wanted of one entity after the other, in the order in which it is wanted. */
export function makeOpenDays({ nodes, leaves, days }: Wanted & { readonly days: number }): OpenDays {
  return {
    present: new Uint8Array(days),
    values: nodes.map(() => new Float64Array(days)),
    leaves: leaves.map(() => new Uint8Array(days)),
  }
}

/** @param kept how many nodes are kept */
export function openDays(
  one: KeptDays,
  { present, values, leaves }: OpenDays,
  { nodes, leaves: wanted, kept }: Wanted & { readonly kept: number },
): void {
  unpackDays(one, 0, present)
  for (let i = 0; i < nodes.length; i++) unpackDays(one, 1 + nodes[i]!, values[i]!)
  for (let i = 0; i < wanted.length; i++) unpackDays(one, 1 + kept + wanted[i]!, leaves[i]!)
}
