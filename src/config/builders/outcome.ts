import type { OutcomeDraft } from '../outcome-draft.ts'
import { type Events, eventList } from './event-quantities.ts'
import { addMisuse, extra, type Misuse } from './misuse.ts'
import { type Days, spanOf } from './window.ts'

/** What a signal predicts, being defined. `Refs`: the names it mentions. */
export class OutcomeBuilder<Refs extends string = string> {
  readonly draft: OutcomeDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: OutcomeDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** An outcome of the config with the time it may take. */
export class Prediction<Name extends string = string> {
  readonly outcome: Name
  readonly withinDays: number
  readonly misuse: readonly Misuse[]
  constructor(outcome: Name, withinDays: number, misuse: readonly Misuse[] = []) {
    this.outcome = outcome
    this.withinDays = withinDays
    this.misuse = misuse
  }
}

/** Names an outcome of the config: `outcome('churned').within(days(60))`. */
export function outcome<const O extends string>(
  name: O,
  ...rest: readonly never[]
): { readonly within: (span: Days) => Prediction<O> } {
  return {
    within: (span, ...more: readonly unknown[]) => {
      const { days, misuse = [] } = spanOf('within()', span)
      return new Prediction(name, days, [...misuse, ...extra('outcome', rest), ...extra('within', more)])
    },
  }
}

/** The rule of the config's `activation` is met, by the account. */
export function activates(...rest: readonly never[]): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'activated' }, extra('activates', rest))
}

/** First revenue. */
export function converted(...rest: readonly never[]): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'converted' }, extra('converted', rest))
}

/** The decision to cancel when known, else revenue falling to zero. */
export function churned(...rest: readonly never[]): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'churned' }, extra('churned', rest))
}

/** An expansion of revenue. */
export function expanded(...rest: readonly never[]): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'expanded' }, extra('expanded', rest))
}

/** Active between two ages, in days after sign-up: [from, to). Told when these days have passed, and not before. */
export function retained(fromDay: number, toDay: number, ...rest: readonly never[]): OutcomeBuilder<never> {
  return new OutcomeBuilder({ kind: 'retained', fromDay, toDay }, extra('retained', rest))
}

/** An event of the product. */
export function happened<const E extends string>(event: E, ...rest: readonly never[]): OutcomeBuilder<`event.${E}`> {
  return new OutcomeBuilder({ kind: 'event', event }, extra('happened', rest))
}

/** None of the events for a stretch of days; without events: none of value. For products without billing. */
export function inactive<const E extends string = never>(
  span: Days,
  events?: Events<E>,
  ...rest: readonly never[]
): OutcomeBuilder<`event.${NoInfer<E>}`> {
  const { days, misuse = [] } = spanOf('inactive()', span)
  return new OutcomeBuilder({ kind: 'inactive', days, events: events === undefined ? null : eventList(events) }, [
    ...misuse,
    ...extra('inactive', rest),
  ])
}
