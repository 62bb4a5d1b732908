import type { EventDraft } from '../event-draft.ts'
import type { EventKind, EventProperties } from '../model.ts'
import { addMisuse, badList, badOptions, extra, type Misuse } from './misuse.ts'
import { type Where, whereList } from './property.ts'

/** An event of the product, being defined. `Feature`: the part of the product it belongs to. */
export class EventBuilder<Feature extends string = string> {
  readonly draft: EventDraft
  declare readonly features: readonly Feature[]
  constructor(draft: EventDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

export type EventOptions<F extends string> = {
  /** What the event is worth; core, team, data and depth make somebody active. Default other. */
  readonly kind?: EventKind
  /** The part of the product it belongs to. */
  readonly feature?: F
  /** Counts only events whose properties meet this. */
  readonly where?: Where
  /** Older or misspelt raw names that count as the same event. */
  readonly aliases?: readonly string[]
  /** Who answers for it: told beside it wherever something is wrong with its tracking. */
  readonly owner?: string
  /** What is sent with it: `{ plan: 'string', seats: 'number?' }`, with `?` where it may be missing. What lacks is counted, and `telltale generate` types it. */
  readonly properties?: EventProperties
}

/** A `track` event, by its raw name or names. */
export function event<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
  ...rest: readonly never[]
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('track', name, options), misuseOf('event', options, rest))
}

/** A `page` call, by its name; pages that are not listed count for nothing. */
export function page<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
  ...rest: readonly never[]
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('page', name, options), misuseOf('page', options, rest))
}

/** A `screen` call, by its name. */
export function screen<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
  ...rest: readonly never[]
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('screen', name, options), misuseOf('screen', options, rest))
}

/** An event that reports a level in a numeric property (storage used): its latest or highest value counts. */
export function gauge<const F extends string = never>(
  name: string | readonly string[],
  property: string,
  options: EventOptions<F> = {},
  ...rest: readonly never[]
): EventBuilder<NoInfer<F>> {
  return new EventBuilder({ ...eventDraft('track', name, options), gauge: property }, misuseOf('gauge', options, rest))
}

function eventDraft(
  call: EventDraft['call'],
  name: string | readonly string[],
  options: EventOptions<string>,
): EventDraft {
  const own = typeof name === 'string' ? [name] : [...name]
  return {
    names: [...own, ...(options.aliases ?? [])],
    call,
    kind: options.kind ?? 'other',
    feature: options.feature ?? null,
    where: whereList(options.where),
    gauge: null,
    ...(options.owner === undefined ? {} : { owner: options.owner }),
    ...(options.properties === undefined ? {} : { properties: { ...options.properties } }),
  }
}

const OPTIONS: readonly (keyof EventOptions<string>)[] = ['kind', 'feature', 'where', 'aliases', 'owner', 'properties']

function misuseOf(builder: string, options: EventOptions<string>, rest: readonly unknown[]): readonly Misuse[] {
  return [...badOptions(builder, options, OPTIONS), ...badList(builder, options.aliases), ...extra(builder, rest)]
}
