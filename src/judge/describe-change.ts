import type { Condition } from '../config/expression.ts'
import type { Rule } from '../config/model.ts'
import type { Millis } from '../core/time.ts'
import type { Compared, Evidence } from '../core/transition.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import type { EventRow, FactBlock } from '../store/analytic/rows.ts'
import { gatherEntitlements, type Standing } from './gather-entitlements.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { AnyJudgeInput, JudgedTransition } from './judge-input.ts'
import type { SignalChange } from './judge-signal.ts'
import { compareValues, listComparisons } from './list-comparisons.ts'
import { listLeaves, listLimits } from './list-leaves.ts'
import type { Change } from './step-signal.ts'

/** A change that may bring the numbers it is told by, in place of those of its conditions. */
export type ToldChange = SignalChange & { readonly compared?: readonly Compared[] | null }

/** What a change is told of: the day's entity for a trend, the moment's for an event. */
export type ChangeAt = {
  readonly signal: Rule
  readonly entity: Entity | PersonEntity
  readonly change: ToldChange
  readonly trigger: EventRow | null
  /** The rows known at the moment. */
  readonly rows: Rows
}
export type Rows = { readonly block: FactBlock; readonly start: number; readonly end: number }

/**
 * A change with the numbers compared, their thresholds, and the events or daily counts that made it. These are looked for when somebody reads them: a replay of
 * years finds hundreds of thousands of changes of which few are shown.
 */
export function describeChange(
  input: AnyJudgeInput,
  { signal, entity, change, trigger, rows }: ChangeAt,
): JudgedTransition {
  const conditions = conditionsOf(signal, change.what)
  // Not the entity: its numbers are gone by the time somebody asks.
  const actors = 'person' in entity ? entity.actors : null
  const { accountTraits, personTraits, knowing } = entity
  const standing = { accountTraits, personTraits, knowing, day: change.day }
  const readings = readParts(input, entity, { conditions, at: change.day - entity.from })
  let found: readonly Evidence[] | null = null
  const at: Millis = trigger?.ts ?? momentOf(signal, entity, change)
  return {
    signal,
    person: 'person' in entity ? entity.person : null,
    what: change.what,
    ordinal: change.ordinal,
    at,
    asOf: change.day,
    position: trigger === null ? null : { log: trigger.log, n: trigger.n },
    values: change.compared ?? compareValues(input.model, entity, { conditions, at: change.day - entity.from }),
    get evidence() {
      found ??= [
        ...eventEvidence(input, trigger),
        ...partsEvidence(input, { signal, actors, change, rows, standing, readings }),
      ]
      return found
    },
  }
}

/** What opens at a moment of its own, such as a milestone, is told at it; everything else at the close of the day. */
function momentOf({ instant }: Rule, entity: Entity, { what, day }: SignalChange): Millis {
  const moment = instant === null || what !== 'opened' ? Number.NaN : entity.values[instant]![day - entity.from]!
  return Number.isNaN(moment) ? entity.knowing.zone.startOf(day + 1) : moment
}

/** The conditions that decide a change: a closing is told by `until`, or by the `when` that ceased. */
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

function eventEvidence({ actorKey }: AnyJudgeInput, trigger: EventRow | null): Evidence[] {
  if (trigger === null) return []
  const { name, messageId, ts, actor, knownAt } = trigger
  return [{ kind: 'event', name, messageId, ts, actor: actorKey(actor), knownAt }]
}

/** Levels and limits that compared numbers are made of, by node: they stand in the entity, and are not found in the rows again. */
type Readings = { readonly levels: ReadonlyMap<number, number>; readonly limits: ReadonlyMap<number, number> }

function readParts(
  { model }: AnyJudgeInput,
  { level, values }: Entity,
  { conditions, at }: { readonly conditions: readonly (Condition | null)[]; readonly at: number },
): Readings {
  const nodes = model.graph[level]
  const compared = conditions.flatMap(listComparisons).map(({ quantity }) => quantity)
  const read = (of: readonly number[]) => new Map(of.map((node) => [node, values[node]![at]!] as const))
  const leaves = compared.flatMap((node) => listLeaves(nodes, node))
  return {
    levels: read(leaves.filter((node) => nodes[node]?.expr.kind === 'latest')),
    limits: read(compared.flatMap((node) => listLimits(nodes, node))),
  }
}

type PartsOf = Pick<ChangeAt, 'signal' | 'change' | 'rows'> & {
  readonly actors: PersonEntity['actors'] | null
  readonly standing: Standing
  readonly readings: Readings
}

function partsEvidence(
  input: AnyJudgeInput,
  { signal, actors, change, rows, standing, readings }: PartsOf,
): Evidence[] {
  const of = conditionsOf(signal, change.what).filter((condition) => condition !== null)
  const counted = gatherEvidence({
    model: input.model,
    level: signal.level,
    condition: { kind: 'all', of },
    day: change.day,
    view: input.fold.view,
    block: rows.block,
    start: rows.start,
    end: rows.end,
    ascending: rows.block === input.fold.block,
    actors,
    factId: input.factId,
    levels: readings.levels,
  })
  const nodes = input.model.graph[signal.level]
  return [...counted, ...gatherEntitlements({ nodes, limits: readings.limits }, standing)]
}
