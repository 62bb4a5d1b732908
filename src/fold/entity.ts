import type { Level } from '../config/expression.ts'
import type { Day } from '../core/time.ts'
import type { TraitRow } from '../store/analytic/rows.ts'
import type { MaskPool } from './mask-pool.ts'
import type { FoldPlan } from './plan/fold-plan.ts'
import type { Knowing } from './sweep-timeline.ts'

/**
 * Ascending points of the closed days' distributions of a node among the accounts of a population (one value of a segment, or all): `points[i]` is
 * that of day `from + i`. Undefined where there is none.
 */
export type PointsByDay = { readonly from: Day; readonly points: readonly (Float64Array | undefined)[] }
export type Reference = (population: string, quantity: string) => PointsByDay | undefined

/**
 * One folded entity over the judged days [from, to]. Its arrays have an entry per day and are reused by the next fold: copy what must outlive it.
 */
export type Entity = {
  readonly plan: FoldPlan
  readonly level: Level
  /** Of a member: its account, whose segments are the member's too. null: it is no member. */
  readonly ofAccount: Entity | null
  readonly from: Day
  readonly to: Day
  readonly knowing: Knowing
  /** What all accounts together say of the days; null where nobody asks. */
  readonly reference: Reference | null
  /** By node of the level's graph; NaN: unknown. Nodes that the plan leaves out are all NaN. */
  readonly values: readonly Float64Array[]
  readonly accountTraits: readonly TraitRow[]
  readonly personTraits: readonly TraitRow[]
  /** 1 on days on which a signal of the level is open, by key; filled by the judge in the order of the signals. */
  readonly signals: Map<string, Uint8Array>
  /** Masks to judge conditions in. */
  readonly masks: MaskPool
  /** 1 on days at whose close the entity was there: had been heard of, and, a member, is one. Where it was not, no signal applies. */
  readonly present: Uint8Array
  /** Index into the segment's values by day (`NO_VALUE`, `UNKNOWN_VALUE`), computed when first asked for. */
  readonly segments: Map<string, Int16Array>
}

/** A person: in one account (a member), or across all of them. */
export type PersonEntity = Entity & {
  readonly person: number
  readonly actors: readonly PersonActor[]
  /** The first and the last day of presence, from 0 on. */
  readonly firstPresent: number
  readonly lastPresent: number
}
export type MemberEntity = PersonEntity

/** Whose facts are the person's, and from which day on: a join counts from the day it became known. */
export type PersonActor = { readonly actor: number; readonly joined: Day }

/** Under this population a reference holds not a distribution, but the days since a source was last heard of by anybody. */
export const SOURCES = '$sources'

export const NO_VALUE = -1
export const UNKNOWN_VALUE = -2
