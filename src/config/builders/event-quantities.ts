import type { EventsDraft } from '../draft.ts'
import { type Where, whereList } from './property.ts'
import { QuantityBuilder } from './quantity.ts'
import { type AnyWindow, ever, windowData } from './window.ts'

/** One event of the config by its key, or several. */
export type Events<E extends string> = E | readonly E[]
type Ref<E extends string> = `event.${E}`
/** Keeps a name from being inferred as any string where the argument that would say it is left out. */
type Said<E extends string> = `event.${NoInfer<E>}`

export function eventList(events: string | readonly string[]): EventsDraft {
  return typeof events === 'string' ? [events] : [...events]
}

/** How many times the events happened. Default window: ever. */
export function count<const E extends string>(
  events: Events<E>,
  window: AnyWindow = ever(),
  where?: Where,
): QuantityBuilder<Ref<E>> {
  return new QuantityBuilder({
    kind: 'count',
    events: eventList(events),
    window: windowData(window),
    where: whereList(where),
  })
}

/** A numeric property added up over the events. Options: `window` (default ever), `where`. Exact to four decimals. */
export function sum<const E extends string>(
  events: Events<E>,
  property: string,
  options: { readonly window?: AnyWindow; readonly where?: Where } = {},
): QuantityBuilder<Ref<E>> {
  const window = windowData(options.window ?? ever())
  return new QuantityBuilder({
    kind: 'sum',
    events: eventList(events),
    property,
    window,
    where: whereList(options.where),
  })
}

/** The last reported value of a gauge; unknown when none was reported in the window (default ever). */
export function latest<const E extends string>(gauge: E, window: AnyWindow = ever()): QuantityBuilder<Ref<E>> {
  return new QuantityBuilder({ kind: 'latest', event: gauge, window: windowData(window) })
}

/** The highest reported value of a gauge; unknown when none was reported in the window (default ever). */
export function max<const E extends string>(gauge: E, window: AnyWindow = ever()): QuantityBuilder<Ref<E>> {
  return new QuantityBuilder({ kind: 'max', event: gauge, window: windowData(window) })
}

/** How many different people did the events, members or not. */
export function distinctUsers<const E extends string>(
  events: Events<E>,
  window: AnyWindow = ever(),
  where?: Where,
): QuantityBuilder<Ref<E>> {
  const draft = { events: eventList(events), window: windowData(window), where: whereList(where) }
  return new QuantityBuilder({ kind: 'distinct-users', ...draft })
}

/** On how many different local days the events happened. */
export function distinctDays<const E extends string>(
  events: Events<E>,
  window: AnyWindow = ever(),
  where?: Where,
): QuantityBuilder<Ref<E>> {
  const draft = { events: eventList(events), window: windowData(window), where: whereList(where) }
  return new QuantityBuilder({ kind: 'distinct-days', ...draft })
}

/** On how many different local days anything of value (kind core, team, data or depth) happened. */
export function activeDays(window: AnyWindow): QuantityBuilder<never> {
  return new QuantityBuilder({ kind: 'distinct-days', events: null, window: windowData(window), where: [] })
}

/** Whole days since the first of the events; unknown when there was none. Without events: since the first of value. */
export function daysSinceFirst<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
): QuantityBuilder<Said<E>> {
  return sinceDraft('days-since-first', events, where)
}

/** Whole days since the last of the events; unknown when there was none. Without events: since the last of value. */
export function daysSinceLast<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
): QuantityBuilder<Said<E>> {
  return sinceDraft('days-since-last', events, where)
}

/** Consecutive days with the events, up to the judged day or the one before. Without events: with any of value. */
export function streakDays<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
): QuantityBuilder<Said<E>> {
  return sinceDraft('streak-days', events, where)
}

type StreakOptions = { readonly daysPerWeek?: number; readonly where?: Where }

/** Consecutive calendar weeks with the events on at least `daysPerWeek` days (default 1). Without events: with any of value. */
export function streakWeeks(options?: StreakOptions): QuantityBuilder<never>
export function streakWeeks<const E extends string>(events: Events<E>, options?: StreakOptions): QuantityBuilder<Ref<E>>
export function streakWeeks(
  events?: string | readonly string[] | StreakOptions,
  options?: StreakOptions,
): QuantityBuilder {
  const named = typeof events === 'string' || isList(events)
  const chosen = (named ? options : events) ?? {}
  return new QuantityBuilder({
    kind: 'streak-weeks',
    events: named ? eventList(events) : null,
    where: whereList(chosen.where),
    daysPerWeek: chosen.daysPerWeek ?? 1,
  })
}

function isList(events: unknown): events is readonly string[] {
  return Array.isArray(events)
}

function sinceDraft<R extends string>(
  kind: 'days-since-first' | 'days-since-last' | 'streak-days',
  events: string | readonly string[] | undefined,
  where: Where | undefined,
): QuantityBuilder<R> {
  return new QuantityBuilder({
    kind,
    events: events === undefined ? null : eventList(events),
    where: whereList(where),
  })
}
