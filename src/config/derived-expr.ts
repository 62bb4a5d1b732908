import type { DetectedExpr, Expr, OnboardingExpr } from './expression.ts'

export const DERIVED_KINDS = [
  'ratio',
  'change',
  'difference',
  'percentile',
  'trait',
  'tenure',
  'mrr',
  'colleagues',
  'roll-up',
  'roll-up-where',
  'top-member',
  'role',
  'ago',
  'constant',
  'holds',
] as const

type DerivedKind = (typeof DERIVED_KINDS)[number]
/** Made where a definition of its own is compiled; never written inline. */
type DefinedKind =
  | (OnboardingExpr['kind'] | DetectedExpr['kind'])
  | ('weighted' | 'decayed' | 'score' | 'completeness' | 'tier' | 'entitlement' | 'forecast')

/** A quantity made from other quantities or from what the entity is, not straight from facts. */
export type DerivedExpr = ExprOf<DerivedKind>
export type FactExpr = Exclude<Expr, ExprOf<DerivedKind | DefinedKind>>
/** A part of a definition of its own: onboarding, a score, a limit; or whether a condition holds. */
export type DefinedExpr = ExprOf<DefinedKind | 'holds'>
type ExprOf<K> = Expr extends infer E ? (E extends { kind: infer Own } ? (Own extends K ? E : never) : never) : never
