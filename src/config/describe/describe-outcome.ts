import type { Model, Outcome } from '../model.ts'
import { plural } from './describe-window.ts'

/** An outcome in one sentence, that begins with its name. */
export function describeOutcome(outcome: Outcome, model: Pick<Model, 'events'>): string {
  return `${outcome.key}: ${describeWhen(outcome, model)}`
}

/** When an outcome has come, as the rest of a sentence. */
export function describeWhen({ rule }: Outcome, model: Pick<Model, 'events'>): string {
  switch (rule.kind) {
    case 'activated':
      return 'the account is activated.'
    case 'converted':
      return 'the account pays for the first time.'
    case 'churned':
      return 'the account decides to cancel or, when no decision is known, its revenue falls to zero.'
    case 'expanded':
      return `the account's revenue grows.`
    case 'retained':
      return `active between day ${rule.fromDay} and day ${rule.toDay}.`
    case 'event':
      return `${model.events.find((event) => event.key === rule.event)?.names[0] ?? rule.event} happens.`
    case 'inactive':
      return `${describeFacts(rule.facts, model)} for ${plural(rule.days, 'day')}.`
  }
}

function describeFacts(facts: readonly string[], { events }: Pick<Model, 'events'>): string {
  const named = events.find(
    (event) => event.facts.length === facts.length && event.facts.every((f) => facts.includes(f)),
  )
  return named === undefined ? 'nothing of value happens' : `no ${named.names[0]}`
}
