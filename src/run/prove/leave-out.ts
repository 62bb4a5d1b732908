import type { Expr } from '../../config/expression.ts'
import type { Activation, Model, Score } from '../../config/model.ts'

/** A score without one of its parts, as a number of accounts. */
export type Lesser = { readonly name: string; readonly expr: Expr }

/** Adds a number of members behind those of the model. @returns its node */
export type AddMember = (expr: Expr) => number
/** Likewise of accounts. */
export type AddAccount = AddMember

/** At so many days the first step earns nothing. */
const NO_SPEED_DAYS = 14

/** The score without each of its parts, in their order; empty: it has fewer than two. */
export function leaveOutParts(
  model: Model,
  { node, parts }: Score,
  { ofAccount, ofMember }: { readonly ofAccount: AddAccount; readonly ofMember: AddMember },
): readonly Lesser[] {
  if (parts.length < 2) return []
  const expr = model.graph.account[node]!.expr
  if (expr.kind === 'score') return parts.map(({ name, of }) => ({ name, expr: withoutPart(expr, of) }))
  if (expr.kind !== 'weighted') return []
  return parts.flatMap(({ name, of }): Lesser[] => {
    const faded = model.graph.account[of]!.expr
    const summed = model.graph.account[expr.parts[0]!.of]!.expr
    if (faded.kind !== 'roll-up' || summed.kind !== 'roll-up') return []
    const own = model.graph.member[summed.over]!.expr
    if (own.kind !== 'weighted') return []
    const over = ofMember({ ...own, parts: own.parts.filter((part) => part.of !== faded.over) })
    const sum = ofAccount({ ...summed, over })
    return [{ name, expr: { ...expr, parts: [{ of: sum, weight: 1 }] } }]
  })
}

function withoutPart(score: Extract<Expr, { kind: 'score' }>, of: number): Expr {
  return {
    ...score,
    variants: score.variants.map((variant) => ({ ...variant, parts: variant.parts.filter((part) => part.of !== of) })),
  }
}

/** The activation score without each milestone, the speed of the first one, days of coming back, and further features. */
export function leaveOutOfActivation(model: Model, activation: Activation, ofAccount: AddAccount): readonly Lesser[] {
  const expr = model.graph.account[activation.score]!.expr
  if (expr.kind !== 'activation-score') return []
  const constant = (value: number): number => ofAccount({ kind: 'constant', value })
  const steps =
    expr.milestones.length < 2
      ? []
      : expr.milestones.map((one, i) => ({
          name: activation.milestones[i]!.key,
          expr: { ...expr, milestones: expr.milestones.filter((other) => other !== one) },
        }))
  return [
    ...steps,
    { name: 'speed of the first step', expr: { ...expr, firstDays: constant(NO_SPEED_DAYS) } },
    { name: 'days of coming back', expr: { ...expr, returnDays: constant(0) } },
    { name: 'further features', expr: { ...expr, furtherFeatures: constant(0) } },
  ]
}
