import type { DefinedExpr } from '../../config/derived-expr.ts'
import { conditionNeeds } from '../../config/expr-needs.ts'
import type { Condition, OwnWeeks } from '../../config/expression.ts'
import type { QuantityNode } from '../../config/model.ts'
import { QUIET_DAYS_FROM } from '../reference/fold-silence.ts'
import type { CountedBy, DefinedStep } from './fold-plan.ts'
import { factIds, type LevelDraft, laneOf } from './level-draft.ts'

/** The step of a number that onboarding, a score or a limit is made of. */
export function planDefined(draft: LevelDraft, expr: DefinedExpr, node: number): DefinedStep {
  const { nodes } = draft.input
  switch (expr.kind) {
    case 'decayed':
      draft.lookback = Math.max(draft.lookback, expr.lifespanDays + 1)
      return { kind: 'decayed', node, lane: laneOf(draft, expr.facts, 'totals'), lifespanDays: expr.lifespanDays }
    case 'sign-up':
      return { kind: 'sign-up', node, facts: new Set(factIds(draft, expr.facts)) }
    case 'reached':
      return { ...expr, node, countedBy: countedBy(draft, expr.when) }
    case 'activated':
      return { ...expr, node, reached: reachedOf(nodes, expr.rule) }
    case 'days-of-age': {
      const { kind, signUp, first, last } = expr
      return { kind, node, lane: laneOf(draft, expr.facts, 'activeDays'), signUp, first, last }
    }
    case 'silence': {
      draft.lookback = Math.max(draft.lookback, QUIET_DAYS_FROM)
      const { kind, read, shared } = expr
      return { kind, node, lane: laneOf(draft, expr.facts, 'activeDays'), read, shared }
    }
    case 'chance':
      return { ...expr, node, usual: usualOf(draft, expr) }
    case 'score':
      return { ...expr, node, completeness: completenessOf(draft, node) }
    default:
      return { ...expr, node }
  }
}

function usualOf({ input: { nodes, wanted } }: LevelDraft, { recent, blocks, seen, shared }: OwnWeeks): number | null {
  const found = nodes.findIndex(
    ({ expr }) =>
      expr.kind === 'usual' &&
      expr.recent === recent &&
      expr.seen === seen &&
      expr.shared === shared &&
      expr.blocks.join() === blocks.join(),
  )
  return found < 0 || !wanted.has(found) ? null : found
}

function completenessOf({ input: { nodes, wanted } }: LevelDraft, score: number): number | null {
  const found = nodes.findIndex(({ expr }) => expr.kind === 'completeness' && expr.of === score)
  return found < 0 || !wanted.has(found) ? null : found
}

/** What each number that a milestone compares is counted from. */
function countedBy(draft: LevelDraft, when: Condition): CountedBy {
  const { nodes, level } = draft.input
  const compared = conditionNeeds(when, level).nodes.filter((need) => need.level === level)
  return new Map(
    compared.flatMap(({ node }) => {
      const expr = nodes[node]!.expr
      const facts = 'facts' in expr ? expr.facts : 'features' in expr ? expr.features.flatMap((one) => one.facts) : []
      const byOne = expr.kind === 'count' || expr.kind === 'distinct-days' || expr.kind === 'streak-days'
      return facts.length === 0 ? [] : [[node, { facts: new Set(factIds(draft, facts)), byOne }] as const]
    }),
  )
}

function reachedOf(nodes: readonly QuantityNode[], rule: Condition): ReadonlyMap<number, number> {
  const done = conditionNeeds(rule, 'account').nodes
  return new Map(
    done.flatMap(({ node }) => {
      const { expr } = nodes[node]!
      return expr.kind === 'done' ? [[node, expr.of] as const] : []
    }),
  )
}
