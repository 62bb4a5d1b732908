import { type Baseline, measureBaseline } from '../stats/detectors/measure-baseline.ts'
import { measureShift } from '../stats/detectors/measure-shift.ts'
import type { EntityScope } from './entity-scope.ts'
import { evaluateCondition } from './evaluate-condition.ts'
import { foldTenure } from './fold-traits.ts'
import type { DefinedStep } from './plan/fold-plan.ts'
import { foldSilence } from './reference/fold-silence.ts'
import { OWN_WEEKS, readShared, SHARED } from './reference/read-shared.ts'
import { referencePopulation } from './reference/reference-population.ts'
import { segmentByDay, segmentNames } from './segment-entity.ts'

type StepOf<K extends DefinedStep['kind']> = Extract<DefinedStep, { readonly kind: K }>
export type DetectedStep = StepOf<'seen' | 'usual' | 'common-factor' | 'expected' | 'against' | 'chance' | 'silence'>

/** What a detector reads on each judged day: an entity's own weeks, and how the day was for everybody. */
export function foldDetected(scope: EntityScope, step: DetectedStep, out: Float64Array): void {
  const { entity } = scope
  const { values } = entity
  switch (step.kind) {
    case 'seen':
      foldTenure({ created: [], seen: scope.firstSeen }, { days: entity, zone: entity.plan.zone, unit: 'days' }, out)
      return
    case 'usual':
      for (let i = 0; i < out.length; i++) out[i] = baselineOf(scope, step, i)?.typical ?? Number.NaN
      return
    case 'common-factor':
      foldFactor(scope, step, out)
      return
    case 'expected':
      for (let i = 0; i < out.length; i++) out[i] = step.weeks * values[step.factor]![i]! * values[step.usual]![i]!
      return
    case 'against':
      for (let i = 0; i < out.length; i++)
        out[i] = (values[step.recent]![i]! + 0.5) / (values[step.expected]![i]! + 0.5)
      return
    case 'chance':
      for (let i = 0; i < out.length; i++) out[i] = chanceOf(scope, step, i)
      return
    case 'silence':
      foldSilence(scope, step, out)
      return
  }
}

/** Days since first seen that no baseline is measured in. */
const SKIPPED_DAYS = 14

/**
 * The (at most eight) full weeks before the window that an entity is held against, newest first. Those on which everybody's counts were broken are left out, and
 * not replaced by older ones.
 */
export function readOwnWeeks(
  scope: Pick<EntityScope, 'entity' | 'reference' | 'referenceLag'>,
  { blocks, seen, weeks, shared }: Pick<StepOf<'usual'>, 'blocks' | 'seen' | 'weeks' | 'shared'>,
  i: number,
): number[] {
  const { values } = scope.entity
  const age = values[seen]![i]!
  const broken = readShared(scope, { shared, population: '' }, i)
  const own: number[] = []
  for (let block = 0; block < blocks.length; block++) {
    const firstDay = 7 * (weeks + block) + 6
    if (!(age - firstDay >= SKIPPED_DAYS)) break
    if (broken !== null && (broken[OWN_WEEKS + block] ?? 1) < SHARED.least) continue
    const count = values[blocks[block]!]![i]!
    if (!Number.isNaN(count)) own.push(count)
  }
  return own
}

function baselineOf(scope: EntityScope, step: StepOf<'usual' | 'chance'>, i: number): Baseline | null {
  return measureBaseline(readOwnWeeks(scope, step, i))
}

/** Of the accounts of the same group where there are enough, else of all; unknown while tracking is under suspicion. */
function foldFactor(scope: EntityScope, { shared, segment }: StepOf<'common-factor'>, out: Float64Array): void {
  const { plan } = scope.entity
  const of =
    segment === null
      ? null
      : { names: segmentNames(plan, segment), byDay: segmentByDay(segment, scope.entity, evaluateCondition) }
  for (let i = 0; i < out.length; i++) {
    const all = readShared(scope, { shared, population: '' }, i)
    const name = of?.names[of.byDay[i]!]
    const group =
      segment === null || name === undefined
        ? null
        : readShared(scope, { shared, population: referencePopulation(segment, name) }, i)
    out[i] = all === null || all[SHARED.suspected] === 1 ? Number.NaN : (group ?? all)[SHARED.factor]!
  }
}

/** Worked out only on the side that is tested: on the other it is no question. */
function chanceOf(scope: EntityScope, step: StepOf<'chance'>, i: number): number {
  const { values } = scope.entity
  const { weeks, direction } = step
  const recent = values[step.recent]![i]!
  const commonFactor = values[step.factor]![i]!
  const isAside = (typical: number): boolean => {
    const expected = weeks * commonFactor * typical
    return direction === 'down' ? recent < expected : recent > expected
  }
  if (Number.isNaN(commonFactor) || (step.usual !== null && !isAside(values[step.usual]![i]!))) return Number.NaN
  const baseline = baselineOf(scope, step, i)
  if (baseline === null || !isAside(baseline.typical)) return Number.NaN
  const overdispersion = readShared(scope, { shared: step.shared, population: '' }, i)![SHARED.overdispersion]!
  return measureShift({ recent, baseline, shared: { overdispersion, commonFactor } }, { weeks, direction }).p
}
