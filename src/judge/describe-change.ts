import type { Condition } from '../config/expression.ts'
import type { Rule } from '../config/model.ts'
import type { Millis } from '../core/time.ts'
import type { Evidence } from '../core/transition.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import type { EventRow, FactBlock } from '../store/analytic/rows.ts'
import { gatherEvidence } from './gather-evidence.ts'
import type { AnyJudgeInput, JudgedTransition } from './judge-input.ts'
import type { SignalChange } from './judge-signal.ts'
import { compareValues } from './list-comparisons.ts'
import type { Change } from './step-signal.ts'

/** What a change is told of: the day's entity for a trend, the moment's for an event. */
export type ChangeAt = {
  readonly signal: Rule
  readonly entity: Entity | PersonEntity
  readonly change: SignalChange
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
    values: compareValues(input.model, entity, { conditions, at: change.day - entity.from }),
    get evidence() {
      found ??= [...eventEvidence(input, trigger), ...daysEvidence(input, { signal, actors, change, rows })]
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
  const { name, messageId, ts, actor } = trigger
  return [{ kind: 'event', name, messageId, ts, actor: actorKey(actor) }]
}

type DaysOf = Pick<ChangeAt, 'signal' | 'change' | 'rows'> & { readonly actors: PersonEntity['actors'] | null }

function daysEvidence(input: AnyJudgeInput, { signal, actors, change, rows }: DaysOf): Evidence[] {
  const of = conditionsOf(signal, change.what).filter((condition) => condition !== null)
  return gatherEvidence({
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
  })
}
