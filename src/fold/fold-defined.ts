import { exactPoints } from '../core/exact-points.ts'
import { TRUE, UNKNOWN } from './compare-value.ts'
import type { EntityScope } from './entity-scope.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import { foldDecayed } from './fold-decayed.ts'
import { foldDetected } from './fold-detected.ts'
import { foldForecast } from './fold-forecast.ts'
import { sweepTrait } from './fold-traits.ts'
import { foldOnboarding } from './onboarding/fold-onboarding.ts'
import type { DefinedStep } from './plan/fold-plan.ts'
import { foldScore } from './score/fold-score.ts'

/** The numbers that onboarding, scores and limits are made of. */
export function foldDefined(scope: EntityScope, step: DefinedStep, out: Float64Array): void {
  switch (step.kind) {
    case 'holds': {
      const holds = evaluateCondition(step.when, scope.entity)
      for (let i = 0; i < out.length; i++) out[i] = holds[i] === UNKNOWN ? Number.NaN : holds[i]!
      return
    }
    case 'weighted':
      foldWeighted(scope, step, out)
      return
    case 'decayed':
      foldDecayed(scope.windows, step, out)
      return
    case 'score':
      foldScore(scope, step, out)
      return
    case 'completeness': // Its score has filled it.
      return
    case 'tier':
      foldTier(scope, step, out)
      return
    case 'entitlement':
      foldEntitlement(scope, step, out)
      return
    case 'forecast':
      foldForecast(scope, step, out)
      return
    case 'seen':
    case 'usual':
    case 'common-factor':
    case 'expected':
    case 'against':
    case 'chance':
    case 'silence':
      foldDetected(scope, step, out)
      return
    default:
      foldOnboarding(scope, step, out)
      return
  }
}

type StepOf<K extends DefinedStep['kind']> = Extract<DefinedStep, { readonly kind: K }>

/** Unknown parts add nothing; where all are unknown, so is the sum. */
function foldWeighted({ entity }: EntityScope, { parts, cap }: StepOf<'weighted'>, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    let known = 0
    for (const { of, weight } of parts) {
      const value = entity.values[of]![i]!
      if (Number.isNaN(value)) continue
      sum += weight * value
      known += 1
    }
    const points = known === 0 && parts.length > 0 ? Number.NaN : exactPoints(sum)
    out[i] = cap === null ? points : Math.min(exactPoints(cap), points)
  }
}

/** Tried in order; unknown as long as one before the first that holds is. */
function foldTier({ entity }: EntityScope, { tiers }: StepOf<'tier'>, out: Float64Array): void {
  out.fill(tiers.length)
  const decided = new Uint8Array(out.length)
  tiers.forEach((tier, index) => {
    const holds = evaluateCondition(tier, entity)
    for (let i = 0; i < out.length; i++) {
      if (decided[i] === 1 || holds[i] === 0) continue
      decided[i] = 1
      out[i] = holds[i] === TRUE ? index : Number.NaN
    }
  })
}

function foldEntitlement({ entity }: EntityScope, { trait, plans }: StepOf<'entitlement'>, out: Float64Array): void {
  out.fill(Number.NaN)
  const limits = new Map(plans.map(({ plan, limit }) => [plan, limit ?? Number.POSITIVE_INFINITY]))
  for (const era of sweepTrait(entity.accountTraits, trait, entity.knowing)) {
    const first = Math.max(era.from, entity.from)
    const last = Math.min(era.to, entity.to)
    const limit = limits.get(String(era.value)) ?? Number.NaN
    if (first <= last) out.fill(limit, first - entity.from, last - entity.from + 1)
  }
}
