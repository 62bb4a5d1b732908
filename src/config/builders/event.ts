import type { EventDraft } from '../draft.ts'
import type { EventKind } from '../model.ts'
import { type Where, whereList } from './property.ts'

/** An event of the product, being defined. `Feature`: the part of the product it belongs to. */
export class EventBuilder<Feature extends string = string> {
  readonly draft: EventDraft
  declare readonly features: readonly Feature[]
  constructor(draft: EventDraft) {
    this.draft = draft
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
}

/** A `track` event, by its raw name or names. */
export function event<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('track', name, options))
}

/** A `page` call, by its name; pages that are not listed count for nothing. */
export function page<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('page', name, options))
}

/** A `screen` call, by its name. */
export function screen<const F extends string = never>(
  name: string | readonly string[],
  options: EventOptions<F> = {},
): EventBuilder<NoInfer<F>> {
  return new EventBuilder(eventDraft('screen', name, options))
}

/** An event that reports a level in a numeric property (storage used): its latest or highest value counts. */
export function gauge<const F extends string = never>(
  name: string | readonly string[],
  property: string,
  options: EventOptions<F> = {},
): EventBuilder<NoInfer<F>> {
  return new EventBuilder({ ...eventDraft('track', name, options), gauge: property })
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
  }
}
