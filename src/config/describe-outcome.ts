import { plural } from './describe-window.ts'
import type { Model, Outcome } from './model.ts'

/** An outcome in one sentence. */
export function describeOutcome({ key, rule }: Outcome, model: Pick<Model, 'events'>): string {
  switch (rule.kind) {
    case 'activated':
      return `${key}: the account is activated.`
    case 'converted':
      return `${key}: the account pays for the first time.`
    case 'churned':
      return `${key}: the account decides to cancel or, when no decision is known, its revenue falls to zero.`
    case 'expanded':
      return `${key}: the account's revenue grows.`
    case 'retained':
      return `${key}: active between day ${rule.fromDay} and day ${rule.toDay}.`
    case 'event':
      return `${key}: ${model.events.find((event) => event.key === rule.event)?.names[0] ?? rule.event} happens.`
    case 'inactive':
      return `${key}: ${describeFacts(rule.facts, model)} for ${plural(rule.days, 'day')}.`
  }
}

function describeFacts(facts: readonly string[], { events }: Pick<Model, 'events'>): string {
  const named = events.find(
    (event) => event.facts.length === facts.length && event.facts.every((f) => facts.includes(f)),
  )
  return named === undefined ? 'nothing of value happens' : `no ${named.names[0]}`
}
