import type { Expr } from '../../config/expression.ts'
import type { Activation, Model, QuantityNode, Score } from '../../config/model.ts'
import { contentHash } from '../../core/hash.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import { everyName } from '../plan-model.ts'
import { standingModel } from '../read/standing-model.ts'
import { type Lesser, leaveOutOfActivation, leaveOutParts } from './leave-out.ts'

/** A configuration with the numbers that every proof compares with, behind its own: what it judges stays as it was. */
export type ProvingModel = {
  readonly model: Model
  /** Nodes of the account's graph: whole days since sign-up, events of activity on the day, and days since the last core event. */
  readonly tenureDays: number
  readonly activeToday: number
  readonly sinceCore: number
  /** By score, and for `activation`, nodes of the same score without each of its parts; empty where it has no parts that can be left out. */
  readonly without: ReadonlyMap<string, readonly WithoutPart[]>
}

export type WithoutPart = { readonly name: string; readonly node: number }

/** Which scores are taken apart; activation null: not that one. */
export type TakenApart = { readonly scores: readonly Score[]; readonly activation: Activation | null }

export function provingModel(model: Model, store: AnalyticStore, apart: TakenApart): ProvingModel {
  const { model: standing, account } = standingModel(model, everyName(store))
  const core = standing.graph.account[account.coreToday]!.expr
  const nodes = { account: [...model.graph.account], member: [...model.graph.member] }
  const addTo =
    (level: 'account' | 'member') =>
    (expr: Expr): number =>
      nodes[level].push(toNode(expr)) - 1
  const [ofAccount, ofMember] = [addTo('account'), addTo('member')]
  const tenureDays = ofAccount({ kind: 'tenure', unit: 'days' })
  const activeToday = ofAccount(standing.graph.account[account.activeToday]!.expr)
  const sinceCore = ofAccount({ kind: 'days-since-last', facts: core.kind === 'count' ? core.facts : [] })
  const lesser = apart.scores.map(
    (score) => [score.key, leaveOutParts(model, score, { ofAccount, ofMember })] as [string, readonly Lesser[]],
  )
  if (apart.activation !== null) lesser.push(['activation', leaveOutOfActivation(model, apart.activation, ofAccount)])
  const without = lesser.map(
    ([key, all]) => [key, all.map(({ name, expr }) => ({ name, node: ofAccount(expr) }))] as const,
  )
  const graph = { ...model.graph, ...nodes }
  return { model: { ...model, graph }, tenureDays, activeToday, sinceCore, without: new Map(without) }
}

function toNode(expr: Expr): QuantityNode {
  return { id: contentHash(expr), key: null, expr, label: expr.kind, unit: expr.kind === 'count' ? 'count' : 'days' }
}
