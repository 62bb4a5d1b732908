import { factorise, inverseDiagonal, solveFactorised } from './solve-system.ts'

/** A log-likelihood (to be made as large as possible) at a point, its slope there, and minus its curvature. */
export type Hill = {
  readonly value: number
  readonly slope: readonly number[]
  readonly information: readonly (readonly number[])[]
}

export type Summit = {
  readonly at: readonly number[]
  readonly value: number
  /** Standard errors: roots of the diagonal of the inverse information. */
  readonly errors: readonly number[]
  readonly steps: number
}

const MOST_STEPS = 100
const MOST_HALVINGS = 40
/** Where so much of the information of the start is gone, the slope is flat only because the point ran away. */
const RUNAWAY = 1e7

/**
 * Newton's method with step halving, until no slope is steeper than `flat`. Null where it does not arrive: the likelihood has no maximum (separation), or
 * the information is singular.
 */
export function climb(
  hillAt: (point: readonly number[]) => Hill,
  start: readonly number[],
  flat = 1e-9,
): Summit | null {
  let at = start
  const first = hillAt(at)
  let hill = first
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const lower = factorise(hill.information)
    if (lower === null) return null
    const step = solveFactorised(lower, hill.slope)
    if (hill.slope.every((slope) => Math.abs(slope) < flat) || isNothing(step, at)) {
      const variances = inverseDiagonal(lower)
      const ranAway = variances.some((variance, i) => variance * first.information[i]![i]! > RUNAWAY)
      return ranAway ? null : { at, value: hill.value, errors: variances.map(Math.sqrt), steps }
    }
    const next = stepUp(hillAt, { at, hill, step })
    if (next === null) return null
    ;({ at, hill } = next)
  }
  return null
}

/** With very many rows the slope never gets flatter than its rounding; the step then does not move the point. */
function isNothing(step: readonly number[], at: readonly number[]): boolean {
  return step.every((change, i) => Math.abs(change) <= 1e-13 * (1 + Math.abs(at[i]!)))
}

type Standing = { readonly at: readonly number[]; readonly hill: Hill }

/** The step, or half of it, or a quarter …, as soon as it does not lead down. Rounding near the summit counts as level. */
function stepUp(
  hillAt: (point: readonly number[]) => Hill,
  { at, hill, step }: Standing & { step: readonly number[] },
): Standing | null {
  const level = hill.value - 1e-12 * Math.max(1, Math.abs(hill.value))
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const point = at.map((value, i) => value + share * step[i]!)
    const reached = hillAt(point)
    if (reached.value >= level) return { at: point, hill: reached }
  }
  return null
}
