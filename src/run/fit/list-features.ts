import type { Expr, Window } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import { ACTIVE_KINDS, type EventKind, type Model, type Outcome, type QuantityNode } from '../../config/model.ts'
import { contentHash } from '../../core/hash.ts'
import type { Feature } from '../../proof/fit/fit-input.ts'
import { factsOfKinds } from '../read/standing-model.ts'

/** A feature with its node of the account's graph. */
export type FeatureNode = Feature & { readonly node: number }

/** The configuration with the numbers that a fit looks at, behind its own. */
export type FeatureModel = {
  readonly model: Model
  /** The likeliest first: how many are tried is for the outcomes to say. */
  readonly features: readonly FeatureNode[]
  /** Days since the last core event: the plain rule that a fit has to beat. */
  readonly sinceCore: number
}

const MOST = 12
const MONTH = 28
const CHAMPION_DAYS = 90
const FAILED = /pay.*(fail|declin)|fail.*pay/i

type Draft = Omit<FeatureNode, 'node'> & { readonly expr: () => number }
type Kind = Outcome['rule']['kind']

/** Numbers that may tell an outcome, each as the configuration would write it. */
export function featureModel(model: Model, { rule }: Outcome, isBad: boolean): FeatureModel {
  const nodes: Record<'account' | 'member', QuantityNode[]> = { account: [], member: [] }
  const addTo =
    (level: 'account' | 'member') =>
    (expr: Expr): number => {
      nodes[level].push({ id: contentHash(expr), key: null, expr, label: expr.kind, unit: 'value' })
      return model.graph[level].length + nodes[level].length - 1
    }
  const add = addTo('account')
  const drafts = new Map(
    draftFeatures(model, { add, ofMember: addTo('member'), isBad }).map((draft) => [draft.key, draft]),
  )
  const order = [...orderOf(rule.kind), ...[...drafts.keys()].filter((key) => key.startsWith('own '))]
  const chosen = order.flatMap((key) => drafts.get(key) ?? []).slice(0, MOST)
  const features = chosen.map(({ expr, key, ...feature }) => ({
    ...feature,
    key: key.replace('own ', ''),
    node: expr(),
  }))
  const sinceCore = add({ kind: 'days-since-last', facts: coreFacts(model) })
  const graph = {
    ...model.graph,
    account: [...model.graph.account, ...nodes.account],
    member: [...model.graph.member, ...nodes.member],
  }
  return { model: { ...model, graph }, features, sinceCore }
}

const OF_CUSTOMERS = [
  ...(['recency', 'trend', 'people', 'champion', 'frequency', 'breadth', 'peopleTrend'] as const),
  ...(['failedPayments', 'support', 'renewal'] as const),
]
const OF_NEWCOMERS = ['steps', 'frequency', 'members', 'recency', 'intent', 'work', 'breadth', 'age']
const OF_GROWTH = ['seatUse', 'intent', 'people', 'frequency', 'trend', 'breadth', 'peopleTrend', 'size']

function orderOf(kind: Kind): readonly string[] {
  switch (kind) {
    case 'churned':
    case 'inactive':
      return [...OF_CUSTOMERS, 'admins', 'age', 'size', 'steps']
    case 'converted':
    case 'activated':
    case 'retained':
    case 'event':
      return [...OF_NEWCOMERS, 'people', 'size', 'support']
    case 'expanded':
      return [...OF_GROWTH, 'age', 'recency', 'admins']
  }
}

function coreFacts(model: Model): readonly FactKey[] {
  const core = factsOfKinds(model, ['core'])
  return core.length > 0 ? core : factsOfKinds(model, ACTIVE_KINDS)
}

type Drafting = {
  /** Nodes of the graph of accounts, and of members. */
  readonly add: (expr: Expr) => number
  readonly ofMember: (expr: Expr) => number
  readonly isBad: boolean
}

function draftFeatures(model: Model, { add, ofMember, isBad }: Drafting): Draft[] {
  const [more, less] = isBad ? (['less', 'more'] as const) : (['more', 'less'] as const)
  return [
    ...draftUse(model, { add, more, less }),
    ...draftPeople(model, { add, more, less }),
    ...draftContract(model, { add, ofMember, less }),
    ...draftTrouble(model, { add, isBad }),
    ...draftOwn(model),
  ]
}

/** More of a number is good, or less of it is. */
type Directed = Pick<Drafting, 'add'> & { readonly more: 'more' | 'less'; readonly less: 'more' | 'less' }

function draftUse(model: Model, { add, more, less }: Directed): Draft[] {
  const [core, active] = [coreFacts(model), factsOfKinds(model, ACTIVE_KINDS)]
  const named = namesOf(model, ({ kind }) => kind === 'core')
  const events = named === '[]' ? namesOf(model, ({ kind }) => ACTIVE_KINDS.includes(kind)) : named
  const recent = (facts: readonly FactKey[], days: number) => add(count(facts, rolling(days)))
  const features = featuresOf(model)
  const steps = model.activations.find(({ level }) => level === 'account')?.milestonesDone
  return [
    {
      ...{ key: 'recency', title: 'days since the last core work', direction: less, text: `daysSinceLast(${events})` },
      expr: () => add({ kind: 'days-since-last', facts: core }),
    },
    {
      ...{ key: 'trend', title: 'share of the core work of 84 days that is of the last 28', direction: more },
      text: `ratio(count(${events}, days(28)), count(${events}, days(84)))`,
      expr: () => add({ kind: 'ratio', top: recent(core, MONTH), bottom: recent(core, 3 * MONTH) }),
    },
    {
      ...{ key: 'work', title: 'core work of 14 days', direction: more, text: `count(${events}, days(14))` },
      expr: () => recent(core, 14),
    },
    {
      ...{ key: 'frequency', title: 'active days of 28', direction: more, text: 'activeDays(days(28))' },
      expr: () => add({ kind: 'distinct-days', facts: active, window: rolling(MONTH) }),
    },
    ...(features.length === 0
      ? []
      : [
          {
            ...{ key: 'breadth', title: 'share of the features in use', direction: more },
            text: 'adoption({ window: days(28) })',
            expr: () => add({ kind: 'adoption', features, window: rolling(MONTH), minimum: 1 }),
          },
        ]),
    ...(steps === undefined
      ? []
      : [{ key: 'steps', title: 'steps done', direction: more, text: "activation('milestones')", expr: () => steps }]),
  ]
}

function draftPeople(model: Model, { add, more }: Directed): Draft[] {
  const facts = factsOfKinds(model, ACTIVE_KINDS)
  const { seatsTrait } = model.account
  const active = (days: number, offset = 0, roles: readonly string[] | null = null) =>
    add({ kind: 'active-members', facts, window: rolling(days, offset), roles })
  const members = () => add({ kind: 'members', roles: null })
  const size = () => (seatsTrait === null ? members() : add({ kind: 'trait', of: 'account', trait: seatsTrait }))
  const admins = ['owner', 'admin']
  return [
    {
      ...{ key: 'people', title: 'share of the users who are active', direction: more, text: 'activeShare(days(28))' },
      expr: () => add({ kind: 'ratio', top: active(MONTH), bottom: members() }),
    },
    {
      ...{ key: 'members', title: 'active users of 28 days', direction: more, text: 'activeMembers(days(28))' },
      expr: () => active(MONTH),
    },
    {
      ...{ key: 'peopleTrend', title: 'active users against the 28 days before', direction: more },
      text: 'change(activeMembers(days(28)))',
      expr: () => add({ kind: 'change', now: active(MONTH), before: active(MONTH, MONTH) }),
    },
    {
      ...{ key: 'admins', title: 'active owners and admins of 14 days', direction: more },
      text: "activeMembers(days(14), { roles: ['owner', 'admin'] })",
      expr: () => active(14, 0, admins),
    },
    {
      ...{ key: 'seatUse', title: 'active users of 28 days over size', direction: more },
      text: 'ratio(activeMembers(days(28)), size())',
      expr: () => add({ kind: 'ratio', top: active(MONTH), bottom: size() }),
    },
    { key: 'size', title: 'size', direction: null, text: 'size()', expr: size },
    {
      ...{ key: 'age', title: 'months since sign-up', direction: null, text: 'tenure()' },
      expr: () => add({ kind: 'tenure', unit: 'months' }),
    },
  ]
}

/** Who uses it most, and how long that is ago; and when the contract ends. */
function draftContract(
  model: Model,
  { add, ofMember, less }: Pick<Directed, 'less'> & Pick<Drafting, 'add' | 'ofMember'>,
): Draft[] {
  const facts = factsOfKinds(model, ACTIVE_KINDS)
  const { renewsOnTrait } = model.account
  const champion = {
    ...{ key: 'champion', title: 'days since the user who used it most was there', direction: less },
    text: 'topMember(daysSinceLast(), { by: activeDays(days(90)) })',
    expr: () => {
      const by = ofMember({ kind: 'distinct-days', facts, window: rolling(CHAMPION_DAYS) })
      return add({ kind: 'top-member', over: ofMember({ kind: 'days-since-last', facts }), by })
    },
  }
  if (renewsOnTrait === null) return [champion]
  return [
    champion,
    {
      ...{ key: 'renewal', title: 'days until the contract ends', direction: null },
      text: `trait(${JSON.stringify(renewsOnTrait)}).daysUntil`,
      expr: () => add({ kind: 'trait', of: 'account', trait: renewsOnTrait, until: true }),
    },
  ]
}

function draftTrouble(model: Model, { add, isBad }: Pick<Drafting, 'add' | 'isBad'>): Draft[] {
  const ofKind = (kind: EventKind) => ({
    facts: factsOfKinds(model, [kind]),
    text: namesOf(model, (one) => one.kind === kind),
  })
  const failed = model.events.filter(({ names }) => names.some((name) => FAILED.test(name)))
  const named: readonly (Pick<Draft, 'key' | 'title' | 'direction' | 'text'> & {
    readonly facts: readonly FactKey[]
  })[] = [
    { key: 'support', title: 'requests for help of 28 days', direction: isBad ? 'more' : null, ...ofKind('support') },
    { key: 'intent', title: 'signs of interest of 28 days', direction: isBad ? null : 'more', ...ofKind('intent') },
    {
      ...{ key: 'failedPayments', title: 'failed payments of 28 days', direction: isBad ? ('more' as const) : null },
      ...{ facts: failed.flatMap(({ facts }) => facts), text: namesOf(model, (one) => failed.includes(one)) },
    },
  ]
  return named
    .filter(({ facts }) => facts.length > 0)
    .map(({ facts, text, ...rest }) => ({
      ...rest,
      ...{ text: `count(${text}, days(28))`, expr: () => add(count(facts, rolling(MONTH))) },
    }))
}

/** What the configuration names itself. */
function draftOwn({ graph }: Model): Draft[] {
  return graph.account.flatMap(({ key, label }, node): Draft[] =>
    key === null
      ? []
      : [
          {
            key: `own ${key}`,
            title: label,
            direction: null,
            text: `indicator(${JSON.stringify(key)})`,
            expr: () => node,
          },
        ],
  )
}

function rolling(days: number, offset = 0): Window {
  return { kind: 'rolling', days, offset }
}

function count(facts: readonly FactKey[], window: Window): Expr {
  return { kind: 'count', facts, window, scale: 1 }
}

function namesOf({ events }: Model, takes: (event: Model['events'][number]) => boolean): string {
  return `[${events
    .filter(takes)
    .map(({ key }) => `'${key.replaceAll(/['\\]/g, '\\$&')}'`)
    .join(', ')}]`
}

function featuresOf({ events }: Model): { name: string; facts: FactKey[] }[] {
  const names = [...new Set(events.flatMap(({ feature }) => feature ?? []))]
  return names.map((name) => ({ name, facts: events.flatMap((one) => (one.feature === name ? one.facts : [])) }))
}
