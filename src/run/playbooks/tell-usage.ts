import type { Expr, Window } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import { ACTIVE_KINDS, type Model } from '../../config/model.ts'
import type { UsageName } from '../../config/playbooks/playbook.ts'
import { titleOf } from '../../contract/title-of.ts'
import { contentHash } from '../../core/hash.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import { planFold } from '../../fold/plan/plan-fold.ts'
import type { Project } from '../project.ts'
import { known } from '../read/known.ts'
import { factsOfKinds, toNode } from '../read/standing-model.ts'
import { streamAccounts } from '../stream-accounts.ts'

/** How an account uses the product, as letters tell it; days are the last 28, today with. */
export type ToldUsage = {
  /** People of it who did something, how often anything was done, and its features, the most used first. */
  readonly usage: {
    readonly people: number
    readonly times: number
    readonly features: readonly { readonly name: string; readonly times: number }[]
  }
  readonly unusedFeatures: readonly string[]
  /** Limits of its plan whose use is known, the nearest to its end first. `percent` is rounded down, so that 100 is met. */
  readonly limits: readonly {
    readonly name: string
    readonly used: number
    readonly most: number
    readonly left: number
    readonly percent: number
  }[]
  /** Days of the trial that are left, today with; null: the product has no trials, this one is over, or it is a customer. */
  readonly trialDaysLeft: number | null
}

/** An account that nothing is known of. */
export const NO_USAGE: ToldUsage = {
  usage: { people: 0, times: 0, features: [] },
  unusedFeatures: [],
  limits: [],
  trialDaysLeft: null,
} satisfies Record<UsageName, unknown>

/** One fold of the account, over what these numbers read. */
export async function tellUsage(project: Project, account: string): Promise<ToldUsage> {
  const id = project.store.dictionary.account.idOf(account)
  if (id === undefined) return NO_USAGE
  const { model } = project.config.judged
  const numbers = usageNumbers(model)
  const read = await foldNow(project, id, numbers)
  const features = numbers.features
    .map(({ name, node }) => ({ name, times: read(node) ?? 0 }))
    .sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1))
  return {
    usage: {
      people: read(numbers.people) ?? 0,
      times: read(numbers.times) ?? 0,
      features: features.filter(({ times }) => times > 0),
    },
    unusedFeatures: features.filter(({ times }) => times === 0).map(({ name }) => name),
    limits: limitsOf(model, read),
    trialDaysLeft: trialDaysLeft(model, { tenure: read(numbers.tenure), mrr: read(numbers.mrr) }),
  }
}

type Read = (node: number) => number | null

function limitsOf({ entitlements }: Model, read: Read): ToldUsage['limits'] {
  return entitlements
    .flatMap(({ key, usage, limit }) => {
      const [used, most] = [read(usage), read(limit)]
      if (used === null || most === null || most <= 0) return []
      const percent = Math.floor((used / most) * 100)
      return [{ name: titleOf(key), used, most, left: Math.max(0, most - used), percent }]
    })
    .sort((a, b) => b.percent - a.percent)
}

function trialDaysLeft(
  { product }: Model,
  { tenure, mrr }: { readonly tenure: number | null; readonly mrr: number | null },
): number | null {
  if (product.model !== 'trial' || tenure === null || (mrr ?? 0) > 0) return null
  const left = product.trialDays - Math.floor(tenure)
  return left > 0 ? left : null
}

type UsageNumbers = {
  /** The model's graph, and behind it these numbers. */
  readonly model: Model
  readonly people: number
  readonly times: number
  readonly tenure: number
  readonly mrr: number
  readonly features: readonly { readonly name: string; readonly node: number }[]
  readonly read: readonly number[]
}

const LAST_28: Window = { kind: 'rolling', days: 28, offset: 0 }

function usageNumbers(model: Model): UsageNumbers {
  const active = factsOfKinds(model, ACTIVE_KINDS)
  const names = [...new Set(model.events.flatMap(({ feature }) => feature ?? []))]
  const factsOf = (name: string): FactKey[] =>
    factsOfKinds({ ...model, events: model.events.filter(({ feature }) => feature === name) }, ANY_KIND)
  const count = (facts: readonly FactKey[]): Expr => ({ kind: 'count', facts, window: LAST_28, scale: 1 })
  const own: Expr[] = [
    { kind: 'active-members', facts: active, window: LAST_28, roles: null },
    count(active),
    { kind: 'tenure', unit: 'days' },
    { kind: 'mrr' },
    ...names.map((name) => count(factsOf(name))),
  ]
  const first = model.graph.account.length
  const graph = { ...model.graph, account: [...model.graph.account, ...own.map(toNode)] }
  return {
    model: { ...model, graph, hash: contentHash(graph) },
    ...{ people: first, times: first + 1, tenure: first + 2, mrr: first + 3 },
    features: names.map((name, i) => ({ name: titleOf(name), node: first + 4 + i })),
    read: [...own.keys()]
      .map((i) => first + i)
      .concat(model.entitlements.flatMap(({ usage, limit }) => [usage, limit])),
  }
}

const ANY_KIND = [...ACTIVE_KINDS, 'intent', 'support', 'other'] as const

async function foldNow(project: Project, account: number, { model, read }: UsageNumbers): Promise<Read> {
  const { store, zone, clock } = project
  const only = read.map((node) => ({ level: 'account' as const, node }))
  const plan = planFold({ model, factId: store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const today = zone.dayOf(clock.now())
  const scan = { accounts: Int32Array.of(account), days: { from: 0, to: today }, knownUpTo: null }
  for await (const input of streamAccounts(store, { ...scan, facts: plan.facts, columns: plan.columns })) {
    const { values } = foldAccount({ plan, space, ...input, days: { from: today, to: today }, view: 'decision' })
    return (node) => known(values[node]?.[0])
  }
  return () => null
}
