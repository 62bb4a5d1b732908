import type { Condition } from '../config/expression.ts'
import type { Model, Rule } from '../config/model.ts'
import { type Comparison, listComparisons } from './list-comparisons.ts'
import { listLeaves, listLimits } from './list-leaves.ts'
import type { Change } from './step-signal.ts'

/** What a kind of change of a signal is told by. */
export type ToldBy = {
  /** The conditions that decide it. */
  readonly conditions: readonly Condition[]
  readonly comparisons: readonly Comparison[]
  /** The nodes of levels and of limits that the compared numbers are made of. */
  readonly levels: readonly number[]
  readonly limits: readonly number[]
}

type OfRules = Map<Rule, Record<Change, ToldBy>>

/** Follows from the model alone, and is asked for at each of hundreds of thousands of changes. */
const known = new WeakMap<Model, OfRules>()

export function toldBy(model: Model, signal: Rule, what: Change): ToldBy {
  const ofRules: OfRules = known.get(model) ?? new Map()
  known.set(model, ofRules)
  const found = ofRules.get(signal)
  if (found !== undefined) return found[what]
  const listed = {
    opened: listTold(model, signal, 'opened'),
    closed: listTold(model, signal, 'closed'),
    escalated: listTold(model, signal, 'escalated'),
  }
  ofRules.set(signal, listed)
  return listed[what]
}

function listTold(model: Model, signal: Rule, what: Change): ToldBy {
  const nodes = model.graph[signal.level]
  const conditions = conditionsOf(signal, what).filter((condition) => condition !== null)
  const comparisons = conditions.flatMap(listComparisons)
  const compared = comparisons.map(({ quantity }) => quantity)
  const leaves = new Set(compared.flatMap((node) => listLeaves(nodes, node)))
  return {
    ...{ conditions, comparisons },
    levels: [...leaves].filter((node) => nodes[node]?.expr.kind === 'latest'),
    limits: [...new Set(compared.flatMap((node) => listLimits(nodes, node)))],
  }
}

/** A closing is told by `until`, or by the `when` that ceased. */
function conditionsOf(signal: Rule, what: Change): readonly (Condition | null)[] {
  switch (what) {
    case 'opened':
      return [signal.for, signal.when]
    case 'closed':
      return [signal.for, signal.until ?? signal.when]
    case 'escalated':
      return [signal.escalate]
  }
}
