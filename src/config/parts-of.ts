import type { Expr } from './expression.ts'

/** The nodes that a number is told by: those that it compares, or is the rank of; none where it is told by itself. */
export function partsOf(expr: Expr | undefined): readonly number[] {
  switch (expr?.kind) {
    case 'ratio':
      return [expr.top, expr.bottom]
    case 'change':
    case 'difference':
      return [expr.now, expr.before]
    case 'percentile':
    case 'ago':
      return [expr.of]
    case 'against':
      return [expr.recent]
    default:
      return []
  }
}
