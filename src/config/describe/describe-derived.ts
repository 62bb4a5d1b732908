import { contentHash } from '../../core/hash.ts'
import type { DerivedExpr } from '../derived-expr.ts'
import type { Condition, Level } from '../expression.ts'
import type { QuantityNode } from '../model.ts'
import { describeCondition } from './describe-condition.ts'
import { listing, plural } from './describe-window.ts'

const HOW = { mean: 'mean', sum: 'sum', max: 'highest' } as const

type Where = {
  /** How a ratio is said. */
  readonly as: 'ratio' | 'share'
  readonly level: Level
  readonly graph: Readonly<Record<Level, readonly QuantityNode[]>>
}

/** A quantity that is made from other quantities or from what the entity is, as an English noun phrase. */
export function describeDerived(expr: DerivedExpr, { as, level, graph }: Where): string {
  const label = (index: number): string => graph[level][index]!.label
  switch (expr.kind) {
    case 'ratio':
      return `${label(expr.top)} ${as === 'share' ? 'as a share of' : 'per'} ${label(expr.bottom)}`
    case 'change':
      return `change of ${label(expr.now)} against ${describeBefore(graph[level][expr.now]!, graph[level][expr.before]!)}`
    case 'difference':
      return `${label(expr.now)} minus ${label(expr.before)}`
    case 'percentile':
      return `percentile of ${label(expr.of)} among accounts${expr.segment === null ? '' : ` of the same ${expr.segment}`}`
    case 'trait':
      return expr.until === true ? `days until property ${expr.trait}` : `property ${expr.trait}`
    case 'tenure':
      return `${expr.unit} since sign-up`
    case 'mrr':
      return 'MRR'
    case 'colleagues':
      return 'users of its business e-mail domain who are not in the account'
    case 'roll-up':
      return `${HOW[expr.how]} over members${describeAmong(expr.among, graph.member)} of ${graph.member[expr.over]!.label}`
    case 'top-member': {
      const { among, over, by } = expr
      return `${graph.member[over]!.label}, of the member${describeAmong(among, graph.member)} with the most ${graph.member[by]!.label}`
    }
    case 'role':
      return `role ${listing(expr.roles, 'or')}`
    case 'ago':
      return `${label(expr.of)} ${plural(expr.days, 'day')} before`
    case 'roll-up-where':
      return `members for whom (${describeCondition(expr.when, graph.member)})`
    case 'constant':
      return String(expr.value)
    case 'holds':
      return `whether ${describeCondition(expr.when, graph[level])}`
  }
}

function describeAmong(among: Condition | undefined, members: readonly QuantityNode[]): string {
  return among === undefined ? '' : ` (${describeCondition(among, members)})`
}

/** "the 28 days before" when it is the same number of the stretch just before, else its full label. */
function describeBefore(now: QuantityNode, before: QuantityNode): string {
  const window = 'window' in now.expr ? now.expr.window : null
  const earlier = 'window' in before.expr ? before.expr.window : null
  if (window?.kind !== 'rolling' || earlier?.kind !== 'rolling') return before.label
  const justBefore = earlier.days === window.days && earlier.offset === window.offset + window.days
  const same = contentHash({ ...before.expr, window }) === contentHash(now.expr)
  return justBefore && same ? `the ${plural(window.days, 'day')} before` : before.label
}
