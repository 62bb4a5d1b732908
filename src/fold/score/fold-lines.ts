import { exactPoints } from '../../core/exact-points.ts'
import type { DefinedStep } from '../plan/fold-plan.ts'
import { addEarned, type Earning, earnedBy, toEarning } from './curve-share.ts'

type ScoreStep = Extract<DefinedStep, { readonly kind: 'score' }>

/** Parts of one score for everybody whose curves are the same on every day. */
type Lines = { readonly parts: readonly LinePart[]; readonly all: number }
type LinePart = Earning & { readonly of: number }

/** A step is folded for every account. */
const laidOut = new WeakMap<ScoreStep, Lines | null>()

/** The parts of a step, laid out once; null: it has variants, or knots that move. */
export function linesOf(step: ScoreStep): Lines | null {
  const known = laidOut.get(step)
  if (known !== undefined) return known
  const lines = layOut(step)
  laidOut.set(step, lines)
  return lines
}

function layOut({ variants }: ScoreStep): Lines | null {
  const [only, ...others] = variants
  if (only === undefined || others.length > 0 || only.parts.length === 0) return null
  const parts: LinePart[] = []
  let all = 0
  for (const { of, weight, curve } of only.parts) {
    if ('among' in curve) return null
    all += weight
    parts.push({ of, ...toEarning({ curve, weight }) })
  }
  return { parts, all }
}

type Into = { readonly out: Float64Array; readonly completeness: Float64Array | null; readonly least: number }

/** All parts of all days at once, then one by one the days on which something is unknown: few, as those before an entity was heard of. */
export function foldLines(
  { parts, all }: Lines,
  values: readonly Float64Array[],
  { out, completeness, least }: Into,
): void {
  const days = out.length
  out.fill(0)
  for (const part of parts) addEarned(part, values[part.of]!, out)
  let unknown = 0
  for (let i = 0; i < days; i++) {
    const earned = out[i]!
    unknown += Number(Number.isNaN(earned))
    out[i] = exactPoints((100 * earned) / all)
  }
  completeness?.fill(1)
  for (let i = 0; unknown > 0; i++) {
    if (!Number.isNaN(out[i]!)) continue
    unknown -= 1
    const { known, earned } = weighLines(parts, values, i)
    const share = known / all
    if (completeness !== null) completeness[i] = share
    if (share > 0 && share >= least) out[i] = exactPoints((100 * earned) / known)
  }
}

/** The weight of what is known, and what that earns. */
export type Weighed = { readonly known: number; readonly earned: number }

function weighLines(parts: readonly LinePart[], values: readonly Float64Array[], i: number): Weighed {
  let known = 0
  let earned = 0
  for (const part of parts) {
    const value = values[part.of]![i]!
    if (Number.isNaN(value)) continue
    known += part.weight
    earned += earnedBy(part, value)
  }
  return { known, earned }
}
