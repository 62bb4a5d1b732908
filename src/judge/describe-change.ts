import type { Rule } from '../config/model.ts'
import type { Millis } from '../core/time.ts'
import type { Compared, Evidence } from '../core/transition.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import type { EventRow, FactBlock } from '../store/analytic/rows.ts'
import { gatherEntitlements, type Standing } from './gather-entitlements.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { AnyJudgeInput, JudgedTransition } from './judge-input.ts'
import type { SignalChange } from './judge-signal.ts'
import { compareValues } from './list-comparisons.ts'
import { type ToldBy, toldBy } from './told-by.ts'

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
  const told = toldBy(input.model, signal, change.what)
  const day = change.day - entity.from
  // Not the entity: its numbers are gone by the time somebody asks.
  const actors = 'person' in entity ? entity.actors : null
  const { accountTraits, personTraits, knowing } = entity
  const standing = { accountTraits, personTraits, knowing, day: change.day }
  const readings = readParts(entity, told, day)
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
    values: change.compared ?? compareValues(input.model, entity, { comparisons: told.comparisons, at: day }),
    get evidence() {
      found ??= [
        ...eventEvidence(input, trigger),
        ...partsEvidence(input, { signal, actors, told, rows, standing, readings }),
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

function eventEvidence({ actorKey }: AnyJudgeInput, trigger: EventRow | null): Evidence[] {
  if (trigger === null) return []
  const { name, messageId, ts, actor, knownAt } = trigger
  return [{ kind: 'event', name, messageId, ts, actor: actorKey(actor), knownAt }]
}

/** Levels and limits that compared numbers are made of, by node: they stand in the entity, and are not found in the rows again. */
type Readings = { readonly levels: ReadonlyMap<number, number>; readonly limits: ReadonlyMap<number, number> }

const NOTHING_READ: ReadonlyMap<number, number> = new Map()

function readParts({ values }: Entity, { levels, limits }: ToldBy, day: number): Readings {
  const read = (nodes: readonly number[]) =>
    nodes.length === 0 ? NOTHING_READ : new Map(nodes.map((node) => [node, values[node]![day]!] as const))
  return { levels: read(levels), limits: read(limits) }
}

type PartsOf = Pick<ChangeAt, 'signal' | 'rows'> & {
  readonly told: ToldBy
  readonly actors: PersonEntity['actors'] | null
  readonly standing: Standing
  readonly readings: Readings
}

function partsEvidence(input: AnyJudgeInput, { signal, actors, told, rows, standing, readings }: PartsOf): Evidence[] {
  const counted = gatherEvidence({
    model: input.model,
    level: signal.level,
    condition: { kind: 'all', of: told.conditions },
    day: standing.day,
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
