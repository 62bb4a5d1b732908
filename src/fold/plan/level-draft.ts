import type { Level } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import type { QuantityNode } from '../../config/model.ts'
import type { Lane, UserConsumer } from './fold-plan.ts'

export type LevelInput = {
  readonly level: Level
  readonly nodes: readonly QuantityNode[]
  readonly wanted: ReadonlySet<number>
  readonly factId: (key: FactKey) => number | undefined
  /** Shared by the levels; grows. */
  readonly roleSets: (readonly string[] | null)[]
}

/** A level's plan while its steps are added: equal sets of facts share a lane. */
export type LevelDraft = {
  readonly input: LevelInput
  readonly lanes: Map<string, { id: number; facts: readonly number[]; lane: { -readonly [K in keyof Lane]: Lane[K] } }>
  readonly gauges: Map<string, { id: number; facts: readonly number[] }>
  readonly users: Map<string, { offset: number; facts: readonly number[]; consumers: UserConsumer[] }>
  lookback: number
}

/** Distinct, ascending: equal sets of facts share a lane, and a fact listed twice counts once. */
export function factIds(draft: LevelDraft, facts: readonly FactKey[]): number[] {
  const ids = new Set<number>()
  for (const key of facts) {
    const id = draft.input.factId(key)
    if (id !== undefined) ids.add(id)
  }
  return [...ids].sort((a, b) => a - b)
}

/** The lane of a set of facts, for running totals of counts, for those of sums, or for active days. */
export function laneOf(draft: LevelDraft, facts: readonly FactKey[], use: 'totals' | 'sums' | 'activeDays'): number {
  const column: Lane['column'] = use === 'sums' ? 'sum' : 'n'
  const ids = factIds(draft, facts)
  const key = `${column}|${ids.join()}`
  const fresh = { id: draft.lanes.size, facts: ids, lane: { column, totals: false, activeDays: false } }
  const entry = draft.lanes.get(key) ?? fresh
  draft.lanes.set(key, entry)
  entry.lane[use === 'activeDays' ? 'activeDays' : 'totals'] = true
  return entry.id
}

export function gaugeOf(draft: LevelDraft, facts: readonly FactKey[]): number {
  const ids = factIds(draft, facts)
  const entry = draft.gauges.get(ids.join()) ?? { id: draft.gauges.size, facts: ids }
  draft.gauges.set(ids.join(), entry)
  return entry.id
}
