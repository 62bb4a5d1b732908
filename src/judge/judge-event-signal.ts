import type { Rule } from '../config/model.ts'
import type { Day } from '../core/time.ts'
import type { Entity, PersonEntity } from '../fold/entity.ts'
import { measurePart } from '../store/analytic/measure-parts.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import { describeChange, type Rows } from './describe-change.ts'
import { foldMoment, layOutDay } from './fold-moment.ts'
import { judgeCertain, judgeConditions, standingAt } from './judge-condition.ts'
import type { AnyJudgeInput, JudgedTransition, SignalCase, SignalOutcome } from './judge-input.ts'
import { type SignalState, wasOpenBefore } from './signal-state.ts'
import { type Stepped, stepDayClose, stepEvent } from './step-signal.ts'
import { isSuspendedAt, suspendedDays } from './suspend-judgement.ts'

type Run = { state: SignalState; readonly open: Uint8Array; readonly transitions: JudgedTransition[] }

/**
 * Runs an event signal over the judged days: at each matching event in order of the log, on what was known once it had been applied, then at the day's close.
 * Other signals that it names are read as they stood at the last close. While something else that it reads is hardly heard of from anybody it is not judged at
 * events; and it does not end for want of any event that is hardly heard of.
 */
export function judgeEventSignal(input: AnyJudgeInput, one: SignalCase): SignalOutcome {
  const { entity } = one
  const run: Run = { state: one.state, open: new Uint8Array(entity.to - entity.from + 1), transitions: [] }
  const byDay = eventsByDay(input, one)
  const closing = judgeCertain(one.signal, entity, one.claimed)
  const suspended = suspendedDays(one.signal, entity)
  for (let day = entity.from; day <= entity.to; day++) {
    const events = byDay.get(day)
    if (events !== undefined && !isSuspendedAt(one.signal, entity, day)) judgeEvents(input, one, { run, day, events })
    if (input.dayOpen !== true && suspended?.[day - entity.from] !== 1) {
      const standing = standingAt(closing, day - entity.from, entity.present)
      const stepped = stepDayClose(run.state, standing, { rules: one.signal, day })
      record(input, one, { run, stepped, day, moment: entity, trigger: null, rows: input.fold })
    }
    run.open[day - entity.from] = run.state.open ? 1 : 0
  }
  return run
}

/** The events of each known day, for the days that have a match: within such a day all of them count. */
function eventsByDay(input: AnyJudgeInput, { signal, entity }: SignalCase): Map<Day, EventRow[]> {
  const days = new Map<Day, EventRow[]>()
  const { zone, product } = entity.plan
  for (const event of input.events) {
    const day = zone.dayOf(event.knownAt - product.closeDelayMinutes * 60_000)
    if (day < entity.from || day > entity.to) continue
    const list = days.get(day)
    if (list === undefined) days.set(day, [event])
    else list.push(event)
  }
  for (const [day, events] of days) if (!events.some((event) => matchesSignal(signal, event))) days.delete(day)
  return days
}

/** Whether an event is one that the signal is judged at. */
export function matchesSignal({ clock }: Rule, event: EventRow): boolean {
  if (clock.kind !== 'event' || event.triggers === false || !clock.names.includes(event.name)) return false
  if (clock.where.length === 0) return true
  const rule = { key: 'measure:' as const, names: clock.names, call: event.call, where: clock.where }
  return measurePart({ ...rule, value: null, aggregate: 'count', scale: 1 }, JSON.parse(event.properties)) !== null
}

type OneDay = { readonly run: Run; readonly day: Day; readonly events: readonly EventRow[] }

function judgeEvents(input: AnyJudgeInput, one: SignalCase, { run, day, events }: OneDay): void {
  const laid = layOutDay(input.fold, { day, events, withRowsOfDay: input.earlier !== undefined })
  const person = 'person' in one.entity ? one.entity.person : null
  events.forEach((event, at) => {
    if (input.judged?.(event) === true || !matchesSignal(one.signal, event) || input.momentSpace === null) return
    if (!concerns(one.entity, event)) return
    const moment = foldMoment(input.fold, input.momentSpace, { laid, at, person })
    if (moment === null || !concerns(moment, event)) return
    lendSignals(input, one, { to: moment, day })
    const standing = standingAt(judgeConditions(one.signal, moment), 0, moment.present)
    const stepped = stepEvent(run.state, standing, { rules: one.signal, day })
    const rows = { block: laid.block, start: 0, end: laid.end[at]! }
    record(input, one, { run, stepped, day, moment, trigger: event, rows })
  })
}

/** A member is concerned by the events of its actors: those of the moment, who are among those of the day. */
function concerns(moment: Entity | PersonEntity, event: EventRow): boolean {
  return !('person' in moment) || moment.actors.some(({ actor }) => actor === event.actor)
}

/** Other signals as they stood at the close of the day before. */
function lendSignals(input: AnyJudgeInput, { entity }: SignalCase, { to, day }: { to: Entity; day: Day }): void {
  const person = 'person' in entity ? entity.person : null
  for (const [key, open] of entity.signals) {
    const before = day > entity.from ? open[day - 1 - entity.from]! : openBefore(input.stateOf(key, person), day)
    to.signals.set(key, Uint8Array.of(before))
  }
}

function openBefore(state: SignalState | undefined, day: Day): number {
  return state !== undefined && wasOpenBefore(state, day) ? 1 : 0
}

type Recorded = {
  readonly run: Run
  readonly stepped: Stepped
  readonly day: Day
  readonly moment: Entity | PersonEntity
  readonly trigger: EventRow | null
  readonly rows: Rows
}

function record(
  input: AnyJudgeInput,
  { signal }: SignalCase,
  { run, stepped, day, moment, trigger, rows }: Recorded,
): void {
  run.state = stepped.state
  for (const what of stepped.changes) {
    const change = { what, day, ordinal: run.state.ordinal }
    run.transitions.push(describeChange(input, { signal, entity: moment, change, trigger, rows }))
  }
}
