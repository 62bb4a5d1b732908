import type { Expr } from './expression.ts'

export const DERIVED_KINDS = [
  'ratio',
  'change',
  'difference',
  'percentile',
  'trait',
  'tenure',
  'mrr',
  'roll-up',
  'roll-up-where',
  'constant',
] as const

type DerivedKind = (typeof DERIVED_KINDS)[number]

/** A quantity made from other quantities or from what the entity is, not straight from facts. */
export type DerivedExpr = Exclude<Expr, FactExpr>
export type FactExpr = Expr extends infer E
  ? E extends { kind: infer K }
    ? K extends DerivedKind
      ? never
      : E
    : never
  : never
