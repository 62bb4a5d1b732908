import type { ConditionDraft } from '../draft.ts'
import type { MetricId } from '../metrics/catalogue.ts'
import type { ScheduleStep, Trigger } from '../playbooks/playbook.ts'
import type { ConditionBuilder } from './condition.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import { type Days, spanOf } from './window.ts'

/** What begins a playbook. `Refs`: the names it mentions. */
export class TriggerBuilder<Refs extends string = string> {
  readonly draft: Trigger<ConditionDraft>
  declare readonly refs: readonly Refs[]
  constructor(draft: Trigger<ConditionDraft>, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** A signal turns on: `opens('slowDrop')`. */
export function opens<const S extends string>(signal: S, ...rest: readonly never[]): TriggerBuilder<`signal.${S}`> {
  return new TriggerBuilder({ kind: 'signal', signal, what: 'opened' }, extra('opens', rest))
}

/** A signal turns off. */
export function closes<const S extends string>(signal: S, ...rest: readonly never[]): TriggerBuilder<`signal.${S}`> {
  return new TriggerBuilder({ kind: 'signal', signal, what: 'closed' }, extra('closes', rest))
}

/** A signal that is on gets worse, by its `escalate`. */
export function escalates<const S extends string>(signal: S, ...rest: readonly never[]): TriggerBuilder<`signal.${S}`> {
  return new TriggerBuilder({ kind: 'signal', signal, what: 'escalated' }, extra('escalates', rest))
}

/** A signal has been on at the close of so many days in a row. */
export function stays<const S extends string>(
  signal: S,
  span: Days,
  ...rest: readonly never[]
): TriggerBuilder<`signal.${S}`> {
  const { days, misuse = [] } = spanOf('stays()', span)
  return new TriggerBuilder({ kind: 'stays', signal, days }, [...misuse, ...extra('stays', rest)])
}

/** A score comes into a band: `enters('health', 'at risk')`; activation and the onboarding status have bands too. */
export function enters<const S extends string, const B extends string>(
  score: S,
  band: B,
  ...rest: readonly never[]
): TriggerBuilder<`band.${S}=${B}`> {
  return new TriggerBuilder({ kind: 'band', score, band, what: 'opened' }, extra('enters', rest))
}

/** A score leaves a band. */
export function leaves<const S extends string, const B extends string>(
  score: S,
  band: B,
  ...rest: readonly never[]
): TriggerBuilder<`band.${S}=${B}`> {
  return new TriggerBuilder({ kind: 'band', score, band, what: 'closed' }, extra('leaves', rest))
}

/** A milestone of activation is done. */
export function reaches<const M extends string>(
  milestone: M,
  ...rest: readonly never[]
): TriggerBuilder<`milestone.${M}`> {
  return new TriggerBuilder({ kind: 'milestone', milestone }, extra('reaches', rest))
}

/** The account meets the rule of activation. */
export function becomesActivated(...rest: readonly never[]): TriggerBuilder<never> {
  return new TriggerBuilder({ kind: 'activated' }, extra('becomesActivated', rest))
}

/** The close of a day after sign-up, for the accounts of which a condition holds then: `onDay(2, inBand('activation', 'not activated'))`. The day of sign-up is day 0. */
export function onDay<R extends string = never>(
  day: number,
  when?: ConditionBuilder<R>,
  ...rest: readonly never[]
): TriggerBuilder<R> {
  return new TriggerBuilder({ kind: 'day', day, when: when?.draft ?? null }, extra('onDay', rest))
}

/** A condition becomes true, at the close of a day. */
export function becomes<R extends string>(when: ConditionBuilder<R>, ...rest: readonly never[]): TriggerBuilder<R> {
  return new TriggerBuilder({ kind: 'becomes', when: when.draft }, extra('becomes', rest))
}

/** A metric that is watched crosses its threshold. Such a playbook is about no account. */
export function crosses(metric: MetricId, ...rest: readonly never[]): TriggerBuilder<never> {
  return new TriggerBuilder({ kind: 'metric', metric }, extra('crosses', rest))
}

/** The account's contract (`account.renewsOn`) ends in so many days. */
export function renews(span: Days, ...rest: readonly never[]): TriggerBuilder<never> {
  const { days, misuse = [] } = spanOf('renews()', span)
  return new TriggerBuilder({ kind: 'renewal', days }, [...misuse, ...extra('renews', rest)])
}

/** Everybody of the audience, every day, week (on its first day) or month (on the first): `every('week', { at: '09:00' })`. Default 09:00 in the product's time zone. */
export function every(
  step: ScheduleStep,
  options: { readonly at?: string } = {},
  ...rest: readonly never[]
): TriggerBuilder<never> {
  return new TriggerBuilder({ kind: 'schedule', every: step, at: options.at ?? '09:00' }, [
    ...badOptions('every', options, ['at']),
    ...extra('every', rest),
  ])
}

/** Only when a person asks for it: `telltale playbooks enrol`. */
export function byHand(...rest: readonly never[]): TriggerBuilder<never> {
  return new TriggerBuilder({ kind: 'manual' }, extra('byHand', rest))
}
