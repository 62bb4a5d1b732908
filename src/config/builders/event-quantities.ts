import type { EventsDraft } from '../draft.ts'
import { badOptions, extra, type Misuse } from './misuse.ts'
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
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  const draft = { events: eventList(events), window: windowData(window), where: whereList(where) }
  return new QuantityBuilder({ kind: 'count', ...draft }, extra('count', rest))
}

/** A numeric property added up over the events. Options: `window` (default ever), `where`. Exact to four decimals. */
export function sum<const E extends string>(
  events: Events<E>,
  property: string,
  options: { readonly window?: AnyWindow; readonly where?: Where } = {},
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  const draft = { window: windowData(options.window ?? ever()), where: whereList(options.where) }
  return new QuantityBuilder({ kind: 'sum', events: eventList(events), property, ...draft }, [
    ...badOptions('sum', options, ['window', 'where']),
    ...extra('sum', rest),
  ])
}

/** The last reported value of a gauge; unknown when none was reported in the window (default ever). */
export function latest<const E extends string>(
  gauge: E,
  window: AnyWindow = ever(),
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  return new QuantityBuilder({ kind: 'latest', event: gauge, window: windowData(window) }, extra('latest', rest))
}

/** The highest reported value of a gauge; unknown when none was reported in the window (default ever). */
export function max<const E extends string>(
  gauge: E,
  window: AnyWindow = ever(),
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  return new QuantityBuilder({ kind: 'max', event: gauge, window: windowData(window) }, extra('max', rest))
}

/** How many different people did the events, members or not. */
export function distinctUsers<const E extends string>(
  events: Events<E>,
  window: AnyWindow = ever(),
  where?: Where,
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  const draft = { events: eventList(events), window: windowData(window), where: whereList(where) }
  return new QuantityBuilder({ kind: 'distinct-users', ...draft }, extra('distinctUsers', rest))
}

/** On how many different local days the events happened. */
export function distinctDays<const E extends string>(
  events: Events<E>,
  window: AnyWindow = ever(),
  where?: Where,
  ...rest: readonly never[]
): QuantityBuilder<Ref<E>> {
  const draft = { events: eventList(events), window: windowData(window), where: whereList(where) }
  return new QuantityBuilder({ kind: 'distinct-days', ...draft }, extra('distinctDays', rest))
}

/** On how many different local days anything of value (kind core, team, data or depth) happened. */
export function activeDays(window: AnyWindow, ...rest: readonly never[]): QuantityBuilder<never> {
  return new QuantityBuilder(
    { kind: 'distinct-days', events: null, window: windowData(window), where: [] },
    extra('activeDays', rest),
  )
}

/** Whole days since the first of the events; unknown when there was none. Without events: since the first of value. */
export function daysSinceFirst<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
  ...rest: readonly never[]
): QuantityBuilder<Said<E>> {
  return since('days-since-first', { events, where, misuse: extra('daysSinceFirst', rest) })
}

/** Whole days since the last of the events; unknown when there was none. Without events: since the last of value. */
export function daysSinceLast<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
  ...rest: readonly never[]
): QuantityBuilder<Said<E>> {
  return since('days-since-last', { events, where, misuse: extra('daysSinceLast', rest) })
}

/** Consecutive days with the events, up to the judged day or the one before. Without events: with any of value. */
export function streakDays<const E extends string = never>(
  events?: Events<E>,
  where?: Where,
  ...rest: readonly never[]
): QuantityBuilder<Said<E>> {
  return since('streak-days', { events, where, misuse: extra('streakDays', rest) })
}

type StreakOptions = { readonly daysPerWeek?: number; readonly where?: Where }

/** Consecutive calendar weeks with the events on at least `daysPerWeek` days (default 1). Without events: with any of value. */
export function streakWeeks(options?: StreakOptions): QuantityBuilder<never>
export function streakWeeks<const E extends string>(events: Events<E>, options?: StreakOptions): QuantityBuilder<Ref<E>>
export function streakWeeks(
  events?: string | readonly string[] | StreakOptions,
  options?: StreakOptions,
  ...rest: readonly unknown[]
): QuantityBuilder {
  const named = typeof events === 'string' || isList(events)
  const chosen = (named ? options : events) ?? {}
  const draft = {
    events: named ? eventList(events) : null,
    where: whereList(chosen.where),
    daysPerWeek: chosen.daysPerWeek ?? 1,
  }
  return new QuantityBuilder({ kind: 'streak-weeks', ...draft }, [
    ...badOptions('streakWeeks', chosen, ['daysPerWeek', 'where']),
    ...extra('streakWeeks', named ? rest : [options, ...rest]),
  ])
}

function isList(events: unknown): events is readonly string[] {
  return Array.isArray(events)
}

type Since = {
  readonly events: string | readonly string[] | undefined
  readonly where: Where | undefined
  readonly misuse: readonly Misuse[]
}

function since<R extends string>(
  kind: 'days-since-first' | 'days-since-last' | 'streak-days',
  { events, where, misuse }: Since,
): QuantityBuilder<R> {
  const list = events === undefined ? null : eventList(events)
  return new QuantityBuilder({ kind, events: list, where: whereList(where) }, misuse)
}
