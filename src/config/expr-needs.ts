import type { Condition, Expr, Level } from './expression.ts'

/** What something rests on: nodes of the graphs, and segments by key. */
export type Needs = { readonly nodes: readonly NodeAt[]; readonly segments: readonly string[] }
export type NodeAt = { readonly level: Level; readonly node: number }

const NOTHING: Needs = { nodes: [], segments: [] }

/** What an expression of a level is made from, one step down. */
export function exprNeeds(expr: Expr, level: Level): Needs {
  const at = (...nodes: readonly (number | null)[]): Needs => ({
    nodes: nodes.flatMap((node) => (node === null ? [] : [{ level, node }])),
    segments: [],
  })
  switch (expr.kind) {
    case 'ratio':
      return at(expr.top, expr.bottom)
    case 'change':
    case 'difference':
      return at(expr.now, expr.before)
    case 'percentile': {
      const segments = expr.segment === null ? [] : [expr.segment]
      return { ...at(expr.of), segments }
    }
    case 'roll-up':
    case 'top-member':
    case 'roll-up-where':
      return memberNeeds(expr)
    case 'holds':
    case 'reached':
      return conditionNeeds(expr.when, level)
    case 'progress':
      return join([at(expr.done), conditionNeeds(expr.when, level)])
    case 'activated':
      return conditionNeeds(expr.rule, level)
    case 'ago':
    case 'done':
    case 'completeness':
      return at(expr.of)
    case 'earliest':
    case 'latest-known':
    case 'latest-of':
      return at(...expr.of)
    case 'elapsed':
      return at(expr.from, expr.to)
    case 'days-of-age':
      return at(expr.signUp)
    case 'weighted':
      return at(...expr.parts.map(({ of }) => of))
    case 'activation-score':
      return at(...expr.milestones.map(({ of }) => of), expr.firstDays, expr.returnDays, expr.furtherFeatures)
    case 'onboarding':
      return at(...expr.done, expr.age, expr.allDays, expr.dataDays, expr.activeMembers7, expr.signInDays14)
    case 'score':
      return scoreNeeds(expr, level)
    case 'forecast':
      return at(expr.usage, expr.limit)
    case 'tier':
      return join(expr.tiers.map((tier) => conditionNeeds(tier, level)))
    case 'common-factor':
      return { nodes: [], segments: expr.segment === null ? [] : [expr.segment] }
    default:
      return at(...detectedNeeds(expr))
  }
}

type OverMembers = Extract<Expr, { readonly kind: 'roll-up' | 'roll-up-where' | 'top-member' }>

function memberNeeds(expr: OverMembers): Needs {
  if (expr.kind === 'roll-up-where') return conditionNeeds(expr.when, 'member')
  const nodes = expr.kind === 'roll-up' ? [expr.over] : [expr.over, expr.by]
  const among = expr.among === undefined ? NOTHING : conditionNeeds(expr.among, 'member')
  return join([{ nodes: nodes.map((node) => ({ level: 'member', node })), segments: [] }, among])
}

function scoreNeeds({ variants }: Extract<Expr, { readonly kind: 'score' }>, level: Level): Needs {
  const parts = variants.flatMap((variant) => variant.parts)
  const fits = variants.flatMap((one) => (one.for === null ? [] : [conditionNeeds(one.for, level)]))
  const segments = parts.flatMap(({ curve }) => ('among' in curve && curve.among !== null ? [curve.among] : []))
  return join([{ nodes: parts.map(({ of }) => ({ level, node: of })), segments }, ...fits])
}

/** The nodes that a number of a detector is made of. */
function detectedNeeds(expr: Expr): readonly number[] {
  switch (expr.kind) {
    case 'usual':
      return [...expr.blocks, expr.seen, expr.recent]
    case 'expected':
      return [expr.usual, expr.factor]
    case 'against':
      return [expr.recent, expr.expected]
    case 'chance':
      return [...expr.blocks, expr.seen, expr.recent, expr.factor]
    default:
      return []
  }
}

/** What a condition of a level compares. */
export function conditionNeeds(condition: Condition, level: Level): Needs {
  switch (condition.kind) {
    case 'compare':
      return { nodes: [{ level, node: condition.quantity }], segments: [] }
    case 'in-segment':
      return { nodes: [], segments: [condition.segment] }
    case 'all':
    case 'any':
    case 'at-least':
      return join(condition.of.map((part) => conditionNeeds(part, level)))
    case 'not':
    case 'certain':
      return conditionNeeds(condition.of, level)
    case 'trait':
    case 'signal':
      return NOTHING
  }
}

function join(all: readonly Needs[]): Needs {
  return { nodes: all.flatMap(({ nodes }) => nodes), segments: all.flatMap(({ segments }) => segments) }
}
