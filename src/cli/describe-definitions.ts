import { describeWhen } from '../config/describe/describe-outcome.ts'
import { describeSegment } from '../config/describe/describe-segment.ts'
import { describeWhere } from '../config/describe/describe-where.ts'
import { listing } from '../config/describe/describe-window.ts'
import { describeRenewals, describeRoutine, describeTeam } from '../config/describe/describe-worklist.ts'
import type { Activation, EventDefinition, Exclusion, Model } from '../config/model.ts'

/** One definition of a configuration, in English. */
export type Described = {
  readonly kind:
    | ('product' | 'account' | 'exclusion' | 'event' | 'segment' | 'indicator' | 'outcome' | 'signal')
    | ('limit' | 'milestone' | 'activation' | 'score' | 'team' | 'routine' | 'renewals' | 'playbook')
  /** Name in the configuration; empty where it has none. */
  readonly key: string
  readonly sentence: string
}

const OF = { account: 'account', member: 'member', person: 'user' } as const

/** Every definition as an English sentence, in the order of the configuration's parts. */
export function describeDefinitions(model: Model): readonly Described[] {
  return [
    { kind: 'product', key: '', sentence: describeProduct(model) },
    { kind: 'account', key: '', sentence: describeAccount(model) },
    ...model.exclusions.map((rule): Described => ({ kind: 'exclusion', key: '', sentence: describeExclusion(rule) })),
    ...model.events.map(
      (event): Described => ({ kind: 'event', key: event.key, sentence: describeEvent(event, model) }),
    ),
    ...model.segments.map(
      (segment): Described => ({ kind: 'segment', key: segment.key, sentence: describeSegment(segment, model) }),
    ),
    ...describeIndicators(model),
    ...model.outcomes.map(
      (outcome): Described => ({ kind: 'outcome', key: outcome.key, sentence: describeWhen(outcome, model) }),
    ),
    ...model.entitlements.map(({ key, use }): Described => {
      return { kind: 'limit', key, sentence: `${model.graph.account[use]!.label}.` }
    }),
    ...model.activations.flatMap(describeActivation),
    ...model.scores.map(({ key, sentence }): Described => ({ kind: 'score', key, sentence })),
    ...model.signals.map((signal): Described => ({ kind: 'signal', key: signal.key, sentence: signal.sentence })),
    ...describeWorklist(model),
    ...model.playbooks.map(({ key, sentence }): Described => ({ kind: 'playbook', key, sentence })),
  ]
}

function describeWorklist(model: Model): readonly Described[] {
  const { teams, routines, renewals } = model.worklist
  return [
    ...teams.map((team): Described => ({ kind: 'team', key: team.key, sentence: describeTeam(team, model) })),
    ...routines.map((one): Described => ({ kind: 'routine', key: one.key, sentence: describeRoutine(one) })),
    ...(renewals === null ? [] : [{ kind: 'renewals', key: '', sentence: describeRenewals(renewals) } as const]),
  ]
}

function describeActivation({ level, milestones, sentence }: Activation): readonly Described[] {
  return [
    ...milestones.map(({ key, category, sentence: when }): Described => {
      return { kind: 'milestone', key, sentence: `Done for good once ${when}, of each ${OF[level]} (${category}).` }
    }),
    { kind: 'activation', key: '', sentence },
  ]
}

function describeProduct({ product }: Model): string {
  const delay = product.closeDelayMinutes === 0 ? 'at midnight' : `${product.closeDelayMinutes} minutes after midnight`
  return `${product.name}; days are those of ${product.timezone} and close ${delay}.`
}

function describeAccount({ account }: Model): string {
  const named = `An event belongs to the account that it names in ${listing(account.key, 'or')}`
  return account.fallback === 'none'
    ? `${named}, and to none without.`
    : `${named}, else to the one its user is a member of.`
}

function describeExclusion(rule: Exclusion): string {
  switch (rule.kind) {
    case 'email-domain':
      return `People with an e-mail address at ${rule.domain} are left out.`
    case 'trait':
      return `Whoever has property ${rule.key} at ${String(rule.value)} is left out.`
    case 'id':
      return `These ${rule.of}s are left out: ${rule.ids.join(', ')}.`
  }
}

function describeEvent(event: EventDefinition, model: Model): string {
  const measure = model.measures.find(({ key }) => event.facts.includes(key))
  const names = listing(
    event.names.map((name) => JSON.stringify(name)),
    'or',
  )
  const feature = event.feature === null ? '' : `, feature ${event.feature}`
  const value = measure?.value == null ? '' : `, with ${measure.value}`
  return `${event.call} ${names}${describeWhere(measure?.where ?? [])}${value} (${event.kind}${feature}).`
}

function describeIndicators({ graph }: Model): readonly Described[] {
  return (['account', 'member', 'person'] as const).flatMap((level) =>
    graph[level].flatMap(({ key, label }): Described[] =>
      key === null ? [] : [{ kind: 'indicator', key, sentence: `${label}, of each ${OF[level]}.` }],
    ),
  )
}
