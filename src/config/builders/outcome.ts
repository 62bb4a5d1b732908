import type { OutcomeDraft } from '../draft.ts'
import { type Events, eventList } from './event-quantities.ts'
import type { Days } from './window.ts'

/** What a signal predicts, being defined. `Refs`: the names it mentions. */
export class OutcomeBuilder<Refs extends string = string> {
  readonly draft: OutcomeDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: OutcomeDraft) {
    this.draft = draft
  }
}

/** An outcome of the config with the time it may take. */
export class Prediction<Name extends string = string> {
  readonly outcome: Name
  readonly withinDays: number
  constructor(outcome: Name, withinDays: number) {
    this.outcome = outcome
    this.withinDays = withinDays
  }
}

/** Names an outcome of the config: `outcome('churned').within(days(60))`. */
export function outcome<const O extends string>(name: O): { readonly within: (span: Days) => Prediction<O> } {
  return { within: (span) => new Prediction(name, span.days) }
}

/** First revenue. */
export function converted(): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'converted' })
}

/** The decision to cancel when known, else revenue falling to zero. */
export function churned(): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'churned' })
}

/** An expansion of revenue. */
export function expanded(): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'expanded' })
}

/** Active between two ages, in days after the moment of prediction: [from, to). */
export function retained(fromDay: number, toDay: number): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'retained', fromDay, toDay })
}

/** An event of the product. */
export function happened<const E extends string>(event: E): OutcomeBuilder<`event.${E}`> {
  return new OutcomeBuilder({ kind: 'event', event })
}

/** None of the events for a stretch of days; without events: none of value. For products without billing. */
export function inactive<const E extends string = never>(
  span: Days,
  events?: Events<E>,
): OutcomeBuilder<`event.${NoInfer<E>}`> {
  return new OutcomeBuilder({
    kind: 'inactive',
    days: span.days,
    events: events === undefined ? null : eventList(events),
  })
}
