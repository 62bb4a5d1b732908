import type { Day } from '../../core/time.ts'
import type { Entity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { segmentByDay } from '../../fold/segment-entity.ts'
import { type Keeping, type KeptDays, keepDaily } from '../what-if/keep-daily.ts'

/** What is noted of everybody who is folded. Plain data: it goes to other threads. */
export type Sampling = {
  /** Closed days, ascending, within those that are folded. */
  readonly days: readonly Day[]
  /** Nodes of the graph of the account and of members; members null: they are not noted. */
  readonly account: readonly number[]
  readonly member: readonly number[] | null
  readonly segments: readonly string[]
  /** Onboarding of accounts, as known at the last folded close; null: it is not noted. */
  readonly beginning: BeginningNodes | null
  /** Every folded day of a rule; null: none is kept. */
  readonly keeping: Keeping | null
}

/** Nodes of the account's graph: when it signed up, how active it is on a day, and when each milestone was reached. */
export type BeginningNodes = {
  readonly signUp: number
  readonly activeToday: number
  readonly reached: readonly number[]
}

/** `signUp`, `reached`: instants; NaN: not known, or not reached. `firstActivity`: what was done on the day of sign-up and the next. */
export type SampledBeginning = {
  readonly signUp: number
  readonly firstActivity: number
  readonly reached: readonly number[]
}

/** What is noted of one entity, as plain data of its own: what is folded serves the next one. Columns have an entry for each sampled day. */
export type EntitySample = {
  /** null: the account itself. */
  readonly person: number | null
  readonly present: Uint8Array
  readonly values: readonly Float64Array[]
  readonly segments: readonly Int16Array[]
  /** Of accounts, where it is noted. */
  readonly beginning: SampledBeginning | null
  /** Where they are kept. */
  readonly kept: KeptDays | null
}

/** Copies the sampled days out of a folded account or member. Each day shows what was known at its close. */
export function sampleEntity(entity: Entity & { readonly person?: number }, sampling: Sampling): EntitySample {
  const { from } = entity
  const nodes = (entity.level === 'account' ? sampling.account : sampling.member) ?? []
  const { days } = sampling
  return {
    person: entity.person ?? null,
    present: pickDays(entity.present, { days, from }, new Uint8Array(days.length)),
    values: nodes.map((node) => pickDays(entity.values[node]!, { days, from }, new Float64Array(days.length))),
    segments: sampling.segments.map((key) =>
      pickDays(segmentByDay(key, entity, evaluateCondition), { days, from }, new Int16Array(days.length)),
    ),
    beginning:
      entity.level === 'account' && sampling.beginning !== null ? sampleBeginning(entity, sampling.beginning) : null,
    kept: sampling.keeping?.level === entity.level ? keepDaily(entity, sampling.keeping) : null,
  }
}

type Picking = { readonly days: readonly Day[]; readonly from: Day }

function pickDays<Column extends Uint8Array | Int16Array | Float64Array>(
  byDay: Column,
  { days, from }: Picking,
  into: Column,
): Column {
  for (let i = 0; i < days.length; i++) into[i] = byDay[days[i]! - from]!
  return into
}

function sampleBeginning({ values, from, to, plan }: Entity, nodes: BeginningNodes): SampledBeginning {
  const last = (node: number): number => values[node]![to - from]!
  const signUp = last(nodes.signUp)
  const day = Number.isNaN(signUp) ? from - 2 : plan.zone.dayOf(signUp)
  const active = (on: number): number => (on < from || on > to ? 0 : values[nodes.activeToday]![on - from]! || 0)
  return { signUp, firstActivity: active(day) + active(day + 1), reached: nodes.reached.map(last) }
}
